import { openNumbers } from './numbers.ts';

/* A process that adds 1 to the number of a file, as often as it is told. */
const [path = '', times = '0'] = process.argv.slice(2);
const numbers = await openNumbers(path);
for (let time = 0; time < Number(times); time++) await numbers.increment();
await numbers.db.destroy();
