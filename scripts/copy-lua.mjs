// The compiler copies no Lua files; the modules that load the scripts for Redis expect them beside themselves.
import { cpSync } from 'node:fs';

for (const folder of ['scripts', 'segments/scripts']) {
  const from = new URL(`../src/adapters/redis/draws/${folder}`, import.meta.url);
  cpSync(from, new URL(`../dist/adapters/redis/draws/${folder}`, import.meta.url), { recursive: true });
}
