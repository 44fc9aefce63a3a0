import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';

export interface Received {
  readonly id: string;
  // biome-ignore lint/suspicious/noExplicitAny: the body of a webhook
  readonly data: any;
  /** How often it came. */
  times: number;
}

export interface TestReceiver {
  readonly url: string;
  readonly secret: string;
  /** What was accepted, by `webhook-id`. */
  readonly accepted: ReadonlyMap<string, Received>;
  /** Requests whose signature was wrong. */
  forged(): number;
  close(): Promise<void>;
}

/**
 * A receiver that is hard to deliver to. Of 16 ids, the first attempt of one is answered late, of one with 500, of one is
 * cut off before it is looked at, and of one is accepted with the answer cut off. All others are answered at once.
 */
export async function startDifficultReceiver(): Promise<TestReceiver> {
  const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
  const verifier = new Webhook(secret);
  const accepted = new Map<string, Received>();
  const tried = new Set<string>();
  let forged = 0;
  const server = createServer(async (request, response) => {
    const id = String(request.headers['webhook-id']);
    const body = await textOf(request);
    const isFirst = !tried.has(id);
    tried.add(id);
    const mood = isFirst ? (createHash('sha256').update(id).digest()[0] as number) % 16 : -1;
    if (mood === 1) return end(response, 500);
    if (mood === 2) return request.socket.destroy();
    try {
      verifier.verify(body, request.headers as Record<string, string>);
    } catch {
      forged += 1;
      return end(response, 400);
    }
    const known = accepted.get(id) ?? { id, data: JSON.parse(body).data, times: 0 };
    known.times += 1;
    accepted.set(id, known);
    if (mood === 3) return request.socket.destroy();
    if (mood === 0) setTimeout(() => end(response, 204), 300);
    else end(response, 204);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/wins`,
    secret,
    accepted,
    forged: () => forged,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

function end(response: ServerResponse, status: number): void {
  response.writeHead(status).end();
}
