import { Connection } from './connection.ts';
import { readSite } from './site.ts';
import type { Subject } from './subjects.ts';
import { UserRequests, userHeaders } from './user-requests.ts';

/** What a visit with two draws receives, in bytes with headers, when nothing is in the browser's cache and when all is. */
export interface VisitBytes {
  readonly cold: number;
  readonly warm: number;
}

const STAGES = ['open', 'draw', 'draw', 'prizes'] as const;

/** @param acceptEncoding what the browser offers; `identity`: no compression */
export async function visitBytes(
  { port, route, name }: Subject,
  acceptEncoding: string,
): Promise<VisitBytes> {
  const headers = userHeaders(acceptEncoding, route === 'nginx');
  const requests = new UserRequests(await readSite(`http://127.0.0.1:${port}`, headers), headers);
  const connection = new Connection({ port, from: '127.0.0.1' });
  const receive = async (isCold: boolean) => {
    const uid = `bytes-${acceptEncoding.length}-${isCold}`;
    let bytes = 0;
    const visit = STAGES.flatMap((stage, index) => requests.of(stage, uid, isCold, index));
    for (const request of visit) {
      await connection.open();
      const answer = await connection.ask(request.text, false);
      if (answer.status !== request.status)
        throw new Error(`${name}: ${request.step} answered ${answer.status}`);
      bytes += answer.bytes;
    }
    return bytes;
  };
  const bytes = { cold: await receive(true), warm: await receive(false) };
  connection.close();
  return bytes;
}
