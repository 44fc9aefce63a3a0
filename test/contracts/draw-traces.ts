import { expect } from 'chai';
import type { DrawLedger } from '../../src/domain/draws/draw-ledger.ts';
import type { DrawTail } from '../../src/domain/draws/draw-tail.ts';
import type { DrawTraces } from '../../src/domain/draws/draw-traces.ts';
import { until } from '../support/until.ts';
import { car, SECRET, sampleCommit } from './sample-commits.ts';

const TRACEPARENT = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

export interface DrawTracesCase {
  readonly name: string;
  create(): Promise<{
    ledger: DrawLedger;
    traces: DrawTraces;
    drawLog: Pick<DrawTail, 'slice'>;
    close(): Promise<void>;
  }>;
}

/** The contract of DrawTraces, for each store that keeps the `traceparent` of a commit. */
export function describeDrawTraces({ name, create }: DrawTracesCase): void {
  describe(`DrawTraces: ${name}`, () => {
    let opened: Awaited<ReturnType<typeof create>>;
    let activityId: string;
    let serial = 0;

    before(async () => {
      opened = await create();
    });
    after(() => opened.close());
    beforeEach(async () => {
      activityId = `traced-${serial++}`;
      await opened.ledger.seed(activityId, SECRET, 'secret');
    });

    async function draw(drawId: string, changes: Parameters<typeof sampleCommit>[1] = {}) {
      const id = `${activityId}-${drawId}`;
      const commit = sampleCommit(activityId, { uid: drawId, drawId: id, requestId: drawId, ...changes });
      expect(await opened.ledger.commit(commit)).to.have.property('kind', 'committed');
      return id;
    }

    // A store may keep a trace a moment after it has answered.
    const known = (drawId: string) =>
      until(async () => (await opened.traces.of(activityId, [drawId]))[0] !== null, { what: 'the trace' });

    it('has the trace of each commit that has one, in the order of the ids', async () => {
      const other = TRACEPARENT.replace('b7ad', 'aaaa');
      const won = await draw('won', { candidates: car(null), traceparent: TRACEPARENT });
      const untraced = await draw('untraced');
      const lost = await draw('lost', { traceparent: other });
      await Promise.all([known(won), known(lost)]);
      expect(await opened.traces.of(activityId, [lost, untraced, 'no-draw', won])).to.deep.equal([
        other,
        null,
        null,
        TRACEPARENT,
      ]);
    });

    it('has none where none are asked for', async () => {
      expect(await opened.traces.of(activityId, [])).to.deep.equal([]);
    });

    it('changes no entry of the log', async () => {
      await draw('ann', { candidates: car(null) });
      const [plain] = await opened.drawLog.slice(activityId, 'root', 1, 9);
      await draw('bob', { candidates: car(null), traceparent: TRACEPARENT });
      const entries = await opened.drawLog.slice(activityId, 'root', 1, 9);
      expect(entries).to.have.length(2);
      expect(Object.keys(entries[1] ?? {})).to.deep.equal(Object.keys(plain ?? {}));
      expect(JSON.stringify(entries)).not.to.include(TRACEPARENT.slice(3, 35));
    });

    it('keeps the traces of many commits at the same time', async () => {
      const names = Array.from({ length: 100 }, (_, index) => `u${index}`);
      const ids = await Promise.all(names.map((each) => draw(each, { traceparent: TRACEPARENT })));
      await Promise.all(ids.map(known));
      expect(new Set(await opened.traces.of(activityId, ids))).to.deep.equal(new Set([TRACEPARENT]));
    });
  });
}
