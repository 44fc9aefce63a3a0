import { connect, type Socket } from 'node:net';
import { type Answer, AnswerReader } from './answer-reader.ts';

export interface Address {
  readonly port: number;
  /** Where the client connects from: each user has an own loopback address, as nginx counts requests per address. */
  readonly from: string;
}

/* A read is complete before the next one begins, so all connections share the buffer. */
const RECEIVED = Buffer.allocUnsafeSlow(65_536);

/** A keep-alive connection without pipelining. Node's own client would cost as much as the server that is measured. */
export class Connection {
  readonly #address: Address;
  readonly #reader = new AnswerReader();
  #socket: Socket | null = null;
  #pending: { resolve: (answer: Answer) => void; reject: (error: Error) => void } | null = null;

  constructor(address: Address) {
    this.#address = address;
  }

  /** Connects if there is no connection, for example because the server has closed it. */
  open(): Promise<void> | undefined {
    if (this.#socket) return undefined;
    return new Promise((resolve, reject) => {
      const { port, from } = this.#address;
      const socket = connect({
        host: '127.0.0.1',
        port,
        localAddress: from,
        noDelay: true,
        onread: {
          buffer: RECEIVED,
          callback: (length) => this.#received(RECEIVED.subarray(0, length)),
        },
      });
      socket.once('connect', () => {
        this.#socket = socket;
        resolve();
      });
      socket.once('error', (error) => {
        reject(error);
        this.#fail(error);
      });
      socket.once('close', () => this.#closed(socket));
    });
  }

  /** On an open connection. */
  ask(request: string, keepsBody: boolean): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#reader.expect(keepsBody);
      this.#pending = { resolve, reject };
      this.#socket?.write(request, 'latin1');
    });
  }

  close(): void {
    this.#socket?.destroy();
    this.#socket = null;
  }

  #received(bytes: Buffer): boolean {
    try {
      const answer = this.#reader.push(bytes);
      if (!answer) return true;
      const pending = this.#pending;
      this.#pending = null;
      if (answer.closes) this.close();
      pending?.resolve(answer);
    } catch (error) {
      this.#fail(error as Error);
    }
    return true;
  }

  #closed(socket: Socket): void {
    if (this.#socket !== null && this.#socket !== socket) return;
    this.#socket = null;
    this.#fail(new Error('the server closed the connection'));
  }

  #fail(error: Error): void {
    const pending = this.#pending;
    this.#pending = null;
    if (!pending) return;
    this.close();
    pending.reject(error);
  }
}
