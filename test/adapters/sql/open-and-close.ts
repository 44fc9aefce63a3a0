import { openDrawDatabase } from '../../../src/adapters/sql/draw-database.ts';

/* A process that opens the file of draws at a given moment, and prints the number of its schema. */
const [dir = '', at = '0'] = process.argv.slice(2);
while (Date.now() < Number(at));
const db = openDrawDatabase(dir);
const [row] = db.pragma('user_version') as [{ user_version: number }];
db.close();
process.stdout.write(String(row.user_version));
