// The compiler copies no Lua files; the module that loads the scripts for Redis expects them beside itself.
import { cpSync } from 'node:fs';

const from = new URL('../src/adapters/redis/draws/scripts', import.meta.url);
cpSync(from, new URL('../dist/adapters/redis/draws/scripts', import.meta.url), { recursive: true });
