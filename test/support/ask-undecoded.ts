import { type IncomingHttpHeaders, request } from 'node:http';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';

export interface UndecodedAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** As they were sent. */
  readonly bytes: Buffer;
  /** Decoded as `Content-Encoding` says. */
  text(): string;
}

export interface UndecodedRequest {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** One request with these headers alone: `fetch` would add its own Accept-Encoding, and decode the answer. */
export function askUndecoded(url: string, init: UndecodedRequest = {}): Promise<UndecodedAnswer> {
  const { method = 'GET', headers = {}, body } = init;
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, headers }, (response) => {
      const pieces: Buffer[] = [];
      response.on('data', (piece: Buffer) => pieces.push(piece));
      response.on('error', reject);
      response.on('end', () => {
        const bytes = Buffer.concat(pieces);
        const { statusCode: status = 0, headers: received } = response;
        resolve({
          status,
          headers: received,
          bytes,
          text: () => decoded(bytes, received['content-encoding']).toString(),
        });
      });
    });
    sent.on('error', reject).end(body);
  });
}

function decoded(bytes: Buffer, encoding: string | undefined): Buffer {
  switch (encoding) {
    case undefined:
      return bytes;
    case 'gzip':
      return gunzipSync(bytes);
    case 'br':
      return brotliDecompressSync(bytes);
    default:
      throw new Error(`no such encoding: ${encoding}`);
  }
}
