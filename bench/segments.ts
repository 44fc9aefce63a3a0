import { MemoryUnitStores } from '../test/support/memory-unit-stores.ts';
import { runSegments, type SegmentFigures } from '../test/support/segment-run.ts';
import { segmentSettings } from '../test/support/segment-settings.ts';

/* Draws over segments in a model with random turns and deaths between all steps: what is oversold, and what it costs. */

const SEEDS = 10;

process.stdout.write(
  'setting | wins | oversold | above budget | unsold | root calls per 1,000 units | deaths\n',
);
for (const setting of segmentSettings) {
  const runs: SegmentFigures[] = [];
  for (let seed = 1; seed <= SEEDS; seed++) {
    let now = 0;
    const setTime = (ms: number) => {
      now = ms;
    };
    runs.push(await runSegments(setting, seed, new MemoryUnitStores(() => now), setTime));
  }
  const sum = (of: (run: SegmentFigures) => number) => runs.reduce((total, run) => total + of(run), 0);
  const perThousand = (1000 * sum(({ rootCalls }) => rootCalls)) / sum(({ wins }) => wins);
  const row = [
    setting.name,
    sum(({ wins }) => wins),
    sum(({ twice, aboveLimit }) => twice + aboveLimit),
    sum(({ aboveBudget }) => aboveBudget),
    sum(({ unsold }) => unsold),
    perThousand.toFixed(0),
    sum(({ deaths }) => deaths),
  ];
  process.stdout.write(`${row.join(' | ')}\n`);
}
