import { connect, type Socket } from 'node:net';
import type { FuzzRequest } from './requests.ts';

export interface RawAnswer {
  readonly status: number;
  /** The head, status line and all. */
  readonly head: string;
  readonly body: string;
}

/* A request that is not whole is waited for by the server for up to 15 s: nobody waits for that here. */
const GIVE_UP_MS = 250;

/* Only how long a hung test is waited for: a busy machine stays well below it. */
const EVENTUALLY_MS = 60_000;

/** A kept connection over which bytes are sent as they are; it connects again when the server has closed it. */
export class RawConnection {
  readonly #port: number;
  #socket: Socket | null = null;

  constructor(port: number) {
    this.#port = port;
  }

  /**
   * The answer; `null` where none came, since the request was not whole or the connection was reset.
   * @throws Error if a whole request is not answered
   */
  send({ bytes, method, whole }: FuzzRequest): Promise<RawAnswer | null> {
    this.#socket ??= connect(this.#port, '127.0.0.1').setNoDelay().setEncoding('latin1');
    const socket = this.#socket;
    return new Promise((resolve, reject) => {
      let text = '';
      const done = (answer: RawAnswer | null, reuse: boolean) => {
        clearTimeout(giveUp);
        socket.removeAllListeners();
        socket.on('error', () => {});
        if (!reuse) {
          socket.destroy();
          this.#socket = null;
        }
        resolve(answer);
      };
      const giveUp = whole
        ? setTimeout(() => reject(new Error(`no answer to ${bytes.toString('latin1')}`)), EVENTUALLY_MS)
        : setTimeout(() => done(null, false), GIVE_UP_MS);
      socket.on('data', (chunk: string) => {
        text += chunk;
        text = text.replace(/^HTTP\/1\.1 100 [^\r]*\r\n\r\n/, '');
        const answer = readAnswer(text, method);
        if (!answer) return;
        // What was sent beyond one request would be answered as the next.
        const reuse = whole && answer.status < 400 && !/\r\nConnection: close\r\n/i.test(answer.head);
        done(answer, reuse);
      });
      socket.on('error', () => done(null, false));
      socket.on('close', () => done(text ? readAnswer(text, 'HEAD') : null, false));
      socket.write(bytes);
    });
  }

  close(): void {
    this.#socket?.destroy();
  }
}

function readAnswer(text: string, method: string): RawAnswer | null {
  const end = text.indexOf('\r\n\r\n');
  if (end < 0) return null;
  const head = text.slice(0, end + 2);
  const status = Number(head.slice(9, 12));
  const length = Number(/\r\nContent-Length: (\d+)\r\n/i.exec(head)?.[1] ?? 0);
  const body = text.slice(end + 4, end + 4 + length);
  const bare = method === 'HEAD' || status === 304;
  if (!bare && body.length < length) return null;
  return { status, head, body: bare ? '' : Buffer.from(body, 'latin1').toString() };
}
