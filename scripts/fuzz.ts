// Fuzzes the built service: `npm run fuzz -- --requests 1000000 [--seed 7]`.
import { parseArgs } from 'node:util';
import { fuzz } from '../test/fuzz/fuzz.ts';

const { values } = parseArgs({
  options: { requests: { type: 'string', default: '20000' }, seed: { type: 'string' } },
});
const requests = Number(values.requests);
const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31));
process.stderr.write(`seed ${seed}\n`);
const from = performance.now();
const report = await fuzz(requests, seed, (done) => {
  if (done % 10_000 === 0 || done === requests) process.stderr.write(`\r${done} of ${requests}`);
});
process.stderr.write('\r\u001b[K');
console.log(JSON.stringify({ seed, ...report, seconds: Math.round((performance.now() - from) / 1000) }));
process.exit();
