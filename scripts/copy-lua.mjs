// The compiler takes along TypeScript alone; the scripts for Redis stand beside the module that loads them.
import { cpSync } from 'node:fs';

const from = new URL('../src/adapters/redis/draws/scripts', import.meta.url);
cpSync(from, new URL('../dist/adapters/redis/draws/scripts', import.meta.url), { recursive: true });
