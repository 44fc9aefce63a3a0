/** A line of a file. */
export interface FileLine {
  /** From 1. */
  readonly no: number;
  /** Without its end; `null` for a line that is longer than allowed. */
  readonly bytes: Buffer | null;
}

/** A file of lines. */
export interface LineSource {
  /** From the beginning, as often as it is called. Lines end with LF or CRLF. */
  lines(): AsyncIterable<FileLine>;
}

const LF = 0x0a;
const CR = 0x0d;

/** The lines of a file that comes in chunks. Of a line that is too long, nothing is kept. */
export async function* linesOf(chunks: AsyncIterable<Buffer>, maxLineBytes: number): AsyncIterable<FileLine> {
  let no = 0;
  let rest: Buffer = Buffer.alloc(0);
  let isTooLong = false;
  for await (const chunk of chunks) {
    let begin = 0;
    for (let end = chunk.indexOf(LF); end !== -1; end = chunk.indexOf(LF, begin)) {
      no += 1;
      yield { no, bytes: finished(Buffer.concat([rest, chunk.subarray(begin, end)])) };
      rest = Buffer.alloc(0);
      isTooLong = false;
      begin = end + 1;
    }
    rest = Buffer.concat([rest, chunk.subarray(begin)]);
    if (rest.length <= maxLineBytes) continue;
    isTooLong = true;
    rest = Buffer.alloc(0);
  }
  if (rest.length > 0 || isTooLong) yield { no: no + 1, bytes: finished(rest) };

  function finished(line: Buffer): Buffer | null {
    if (isTooLong || line.length > maxLineBytes) return null;
    return line.at(-1) === CR ? line.subarray(0, -1) : line;
  }
}
