// Writes schemas/<kind>.json from the output of the built program: `npm run schemas`.
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';

const schemas = JSON.parse(execFileSync(process.execPath, ['dist/main.js', 'schema'], { encoding: 'utf8' }));
mkdirSync('schemas', { recursive: true });
for (const [kind, schema] of Object.entries(schemas)) {
  writeFileSync(`schemas/${kind}.json`, `${JSON.stringify(schema, null, 2)}\n`);
}
