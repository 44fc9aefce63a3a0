import { expect } from 'chai';
import fc from 'fast-check';
import { type Answer, AnswerReader } from '../../../bench/visit/answer-reader.ts';

const sized = (body: Buffer) =>
  Buffer.concat([Buffer.from(`HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n`), body]);

/** The body in chunks of these sizes, and a last one of what is left. */
function chunked(body: Buffer, sizes: readonly number[]): Buffer {
  const parts: Buffer[] = [Buffer.from('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n')];
  let at = 0;
  for (const size of [...sizes, body.length]) {
    const data = body.subarray(at, at + size);
    at += data.length;
    if (data.length > 0)
      parts.push(Buffer.from(`${data.length.toString(16)}\r\n`), data, Buffer.from('\r\n'));
  }
  return Buffer.concat([...parts, Buffer.from('0\r\n\r\n')]);
}

/** Pushes the bytes in pieces that end at these places, each from a buffer that is overwritten afterwards. */
function pushInPieces(reader: AnswerReader, bytes: Buffer, cuts: readonly number[]): (Answer | null)[] {
  const ends = [...new Set(cuts.map((cut) => cut % bytes.length)), bytes.length].sort((a, b) => a - b);
  let from = 0;
  return ends.flatMap((end) => {
    const piece = Buffer.from(bytes.subarray(from, end));
    from = end;
    if (piece.length === 0) return [];
    const answer = reader.push(piece);
    piece.fill('#');
    return [answer];
  });
}

const bodies = fc.uint8Array({ maxLength: 400 }).map((bytes) => Buffer.from(bytes));
const cuts = fc.array(fc.nat(2000), { maxLength: 12 });

describe("the benchmark's answer reader", () => {
  it('reads answers in turn, however they are split', () => {
    const answers = fc.array(
      fc.record({ body: bodies, sizes: fc.option(fc.array(fc.integer({ min: 1, max: 90 }))), cuts }),
      { minLength: 1, maxLength: 4 },
    );
    fc.assert(
      fc.property(answers, (all) => {
        const reader = new AnswerReader();
        for (const { body, sizes, cuts: places } of all) {
          const bytes = sizes ? chunked(body, sizes) : sized(body);
          reader.expect(true);
          const read = pushInPieces(reader, bytes, places);
          const last = read.pop();
          expect(read.every((answer) => answer === null)).to.equal(true);
          expect(last?.status).to.equal(200);
          expect(last?.bytes).to.equal(bytes.length);
          expect(last?.body.equals(body)).to.equal(true);
        }
      }),
    );
  });

  it('keeps no body that is not asked for', () => {
    const reader = new AnswerReader();
    reader.expect(false);
    expect(reader.push(sized(Buffer.from('abc')))?.body).to.have.length(0);
  });

  it('knows that 304 has no body, whatever length it names', () => {
    const reader = new AnswerReader();
    reader.expect(false);
    const bytes = Buffer.from('HTTP/1.1 304 Not Modified\r\nContent-Length: 680\r\n\r\n');
    expect(reader.push(bytes)).to.include({ status: 304, bytes: bytes.length });
  });

  it('reports what the connection and the body need', () => {
    const reader = new AnswerReader();
    reader.expect(false);
    const headers = 'Connection: close\r\nContent-Encoding: br\r\nContent-Length: 0\r\n';
    const answer = reader.push(Buffer.from(`HTTP/1.1 503 Service Unavailable\r\n${headers}\r\n`));
    expect(answer).to.include({ status: 503, closes: true, isBrotli: true, isGzip: false });
  });

  it('reads a refusal of Node, which has no length', () => {
    const reader = new AnswerReader();
    reader.expect(false);
    const answer = reader.push(Buffer.from('HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n'));
    expect(answer).to.include({ status: 408, closes: true });
  });

  it('forgets an answer that was cut off', () => {
    const reader = new AnswerReader();
    for (const cut of ['HTTP/1.1 200 OK\r\nConte', 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab']) {
      reader.expect(false);
      expect(reader.push(Buffer.from(cut))).to.equal(null);
      reader.expect(true);
      expect(reader.push(sized(Buffer.from('abc')))?.body.toString()).to.equal('abc');
    }
  });

  const wrong: [string, string][] = [
    ['more bytes than the length', 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nabc'],
    ['no length', 'HTTP/1.1 200 OK\r\n\r\nabc'],
    ['a size that is no number', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n'],
    ['more bytes than the chunks', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nHTTP'],
  ];
  for (const [what, text] of wrong) {
    it(`rejects ${what}`, () => {
      const reader = new AnswerReader();
      reader.expect(false);
      expect(() => reader.push(Buffer.from(text))).to.throw();
    });
  }
});
