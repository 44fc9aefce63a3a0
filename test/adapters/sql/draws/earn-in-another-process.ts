import { openDrawDatabase } from '../../../../src/adapters/sql/draw-database.ts';
import { SqliteLedger } from '../../../../src/adapters/sql/draws/sqlite-ledger.ts';
import type { EarningCommit } from '../../../../src/domain/draws/earnings-ledger.ts';

/* A process that grants a number of chances to ann, one after another, as the command `grant` does beside a service. */
const [dir = '', activityId = '', count = '0'] = process.argv.slice(2);
const db = openDrawDatabase(dir);
const ledger = new SqliteLedger(db);
process.stdout.write('open\n');
let conflicts = 0;
for (let no = 1; no <= Number(count); ) {
  const { draws } = await ledger.read(activityId, 'ann');
  const earning = { key: `grant:${no}`, source: 'grant', chances: 1, day: '2026-11-11' } as const;
  const commit: EarningCommit = { activityId, segments: 1, uid: 'ann', draws, earning, epoch: 0, at: 0 };
  const { kind } = await ledger.earn(commit);
  if (kind === 'conflict') conflicts += 1;
  else no += 1;
}
db.close();
process.stdout.write(String(conflicts));
