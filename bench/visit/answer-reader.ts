import { ChunkedBody } from './chunked-body.ts';

export interface Answer {
  readonly status: number;
  /** All that was received for it, with the headers. */
  readonly bytes: number;
  readonly closes: boolean;
  readonly isGzip: boolean;
  readonly isBrotli: boolean;
  /** Empty unless it was asked for. */
  readonly body: Buffer;
}

/**
 * Reads the answers of HTTP/1.1 on one connection, one request at a time. It reads only what the measured servers send:
 * a body of a known length, or in chunks, or none.
 */
export class AnswerReader {
  #keepsBody = false;
  #start: Buffer | null = null;
  #head = '';
  #bytes = 0;
  #leftBytes = 0;
  #chunked: ChunkedBody | null = null;
  #body: Buffer[] = [];

  /** Before each request: forgets an answer that a broken connection has cut off. */
  expect(keepsBody: boolean): void {
    this.#keepsBody = keepsBody;
    this.#start = null;
    this.#head = '';
    this.#bytes = 0;
    this.#body = [];
  }

  /**
   * @param received may be overwritten after the call
   * @returns the answer, if it has arrived completely
   */
  push(received: Buffer): Answer | null {
    this.#bytes += received.length;
    if (this.#head) return this.#pushBody(received);
    const piece = this.#start ? Buffer.concat([this.#start, received]) : received;
    const end = piece.indexOf('\r\n\r\n');
    if (end < 0) {
      this.#start = this.#start ? piece : Buffer.from(piece);
      return null;
    }
    this.#start = null;
    this.#readHead(piece.toString('latin1', 0, end + 2));
    return this.#pushBody(piece.subarray(end + 4));
  }

  #readHead(head: string): void {
    this.#head = head;
    this.#chunked = null;
    this.#leftBytes = 0;
    if (statusOf(head) === 304) return;
    const length = LENGTH.exec(head)?.[1];
    if (length !== undefined) this.#leftBytes = Number(length);
    else if (CHUNKED.test(head)) this.#chunked = new ChunkedBody();
    // Node's own refusals, such as 408, have no body.
    else if (!CLOSES.test(head)) throw new Error(`an answer whose end is unknown: ${head}`);
  }

  #pushBody(piece: Buffer): Answer | null {
    if (this.#chunked) return this.#chunked.push(piece, (data) => this.#keep(data)) ? this.#answer() : null;
    this.#leftBytes -= piece.length;
    if (this.#leftBytes < 0) throw new Error('more bytes than the answer has');
    if (piece.length > 0) this.#keep(piece);
    return this.#leftBytes === 0 ? this.#answer() : null;
  }

  #keep(piece: Buffer): void {
    if (this.#keepsBody) this.#body.push(Buffer.from(piece));
  }

  #answer(): Answer {
    const head = this.#head;
    return {
      status: statusOf(head),
      bytes: this.#bytes,
      closes: CLOSES.test(head),
      isGzip: GZIP.test(head),
      isBrotli: BROTLI.test(head),
      body: this.#keepsBody ? Buffer.concat(this.#body) : EMPTY,
    };
  }
}

const statusOf = (head: string) => Number(head.slice('HTTP/1.1 '.length, 'HTTP/1.1 200'.length));
const LENGTH = /\r\ncontent-length: *(\d+)/i;
const CHUNKED = /\r\ntransfer-encoding: *chunked/i;
const CLOSES = /\r\nconnection: *close/i;
const GZIP = /\r\ncontent-encoding: *gzip/i;
const BROTLI = /\r\ncontent-encoding: *br/i;
const EMPTY = Buffer.alloc(0);
