import { execFileSync } from 'node:child_process';
import { closeSync, constants, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { BoundedWriter } from '../../../src/adapters/pino/bounded-writer.ts';
import { tempDir } from '../../support/temp-dir.ts';
import { until } from '../../support/until.ts';

const MAX_BYTES = 400_000;
const PIECE_BYTES = 4096;
const { O_NONBLOCK, O_RDONLY, O_WRONLY } = constants;

const lineOf = (no: number) => `{"no":${no},"text":"${'字'.repeat(20)}"}\n`;

describe('BoundedWriter', () => {
  for (const [kind, flag] of [
    ['a pipe', 0],
    ['a non-blocking pipe', O_NONBLOCK],
  ] as const) {
    describe(`to ${kind}`, () => {
      let fds: number[];
      let reader: number;
      let writer: BoundedWriter;
      let reports: number[];

      beforeEach(async () => {
        const path = join(await tempDir(), 'pipe');
        execFileSync('mkfifo', [path]);
        reader = openSync(path, O_RDONLY | O_NONBLOCK);
        const end = openSync(path, O_WRONLY | flag);
        fds = [reader, end];
        reports = [];
        writer = new BoundedWriter(end, {
          largestPiece: PIECE_BYTES,
          maxBytes: MAX_BYTES,
          onRoomAgain: (lines) => {
            reports.push(lines);
            writer.write('{"report":true}\n');
          },
        });
      });
      afterEach(async () => {
        await readAll();
        for (const fd of fds) closeSync(fd);
      });

      /* Reads until all lines are written and read. */
      async function readAll(): Promise<string> {
        const pieces: Buffer[] = [];
        let out = false;
        writer.flush(() => {
          out = true;
        });
        const buffer = Buffer.alloc(65_536);
        const readSome = () => {
          try {
            const length = readSync(reader, buffer);
            pieces.push(Buffer.from(buffer.subarray(0, length)));
            return length > 0;
          } catch {
            return false;
          }
        };
        await until(() => !readSome() && out, { what: 'everything to be read' });
        return Buffer.concat(pieces).toString();
      }

      it('writes each line once, whole and in order, while the pipe is read', async () => {
        const lines = Array.from({ length: 3000 }, (_, no) => lineOf(no));
        for (const line of lines) writer.write(line);
        expect(await readAll()).to.equal(lines.join(''));
        expect([writer.droppedLines, reports]).to.deep.equal([0, []]);
      });

      it('drops lines beyond the limit without a reader, and reports them once when there is room again', async () => {
        const total = 20_000;
        for (let no = 0; no < total; no += 2) writer.write(lineOf(no) + lineOf(no + 1));
        expect(writer.droppedLines)
          .to.be.above(total / 2)
          .and.below(total);
        const dropped = writer.droppedLines;
        const read = (await readAll()).trimEnd().split('\n');
        expect(reports).to.deep.equal([dropped]);
        expect(read.pop()).to.equal('{"report":true}');
        expect(read.map((line) => JSON.parse(line).no)).to.deep.equal(
          Array.from({ length: total - dropped }, (_, no) => no),
        );
        writer.write(lineOf(1));
        expect(await readAll()).to.equal(lineOf(1));
        expect([writer.droppedLines, reports.length]).to.deep.equal([dropped, 1]);
      });

      it('keeps the requested room for other callers', async () => {
        for (let no = 0; no < 20_000; no++) writer.write(lineOf(no), MAX_BYTES / 4);
        const dropped = writer.droppedLines;
        writer.write('{"rare":true}\n');
        expect(writer.droppedLines).to.equal(dropped);
        expect(await readAll()).to.include('{"rare":true}\n');
      });

      it('counts all lines as dropped when the reader has closed the pipe, and does not wait', async () => {
        for (let no = 0; no < 3000; no++) writer.write(lineOf(no));
        closeSync(reader);
        await new Promise<void>((resolve) => writer.flush(resolve));
        expect(writer.droppedLines).to.be.above(1000);
        const before = writer.droppedLines;
        writer.write(lineOf(1));
        expect(writer.droppedLines).to.equal(before + 1);
        reader = fds[1] ?? 0;
        fds = [fds[1] ?? 0];
      });
    });
  }
});
