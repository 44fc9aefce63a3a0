// Kills the built service, and Redis, during a load of draws: `npm run kill-rounds -- 30`.
import { killRounds } from '../test/support/kill-rounds.ts';

const rounds = Number(process.argv[2] ?? 30);
for (const [store, victim] of [
  ['SQLite', 'service'],
  ['Redis', 'service'],
  ['Redis', 'Redis'],
] as const) {
  const report = await killRounds(store, victim, rounds, (round) => {
    process.stderr.write(`\r${victim} killed, draws on ${store}: ${round} of ${rounds}`);
  });
  process.stderr.write('\r\u001b[K');
  console.log(`${victim} killed, draws on ${store}: ${JSON.stringify(report)}`);
}
process.exit();
