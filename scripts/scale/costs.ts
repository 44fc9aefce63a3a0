import { readFile } from 'node:fs/promises';

const NAMES = [
  'service.page',
  'service.asset',
  'service.media',
  'service.staticOpen',
  'service.staticWarm',
  'service.staticCold',
  'service.staticLogin',
  'service.drawWarm',
  'service.drawCold',
  'service.prizes',
  'nginx.request',
  'nginx.asset',
  'nginx.media',
  'tls.ecdsa',
  'tls.rsa',
  'tls.resumed',
  'redis.sessionGet',
  'redis.sessionPut',
  'redis.read',
  'redis.draw',
  'redis.drawKnown',
  'memory.connection',
  'memory.session',
  'memory.firstDraw',
  'memory.nextDraw',
  'file.draw',
  'file.session',
  'wire.gzip.page',
  'wire.gzip.assets',
  'wire.gzip.media',
  'wire.gzip.static',
  'wire.gzip.draw',
  'wire.gzip.prizes',
  'wire.gzip.live',
  'visit.files',
  'log.draw',
  'metrics.scrape',
] as const;

/** The measured values of bench/costs.json: CPU time in µs, bytes, and files. */
export type Costs = { readonly [name in (typeof NAMES)[number]]: number };

/** An entry of the file. */
export interface MeasuredCost {
  readonly value: number;
  readonly unit: 'µs' | 'bytes' | 'files';
  readonly what: string;
  /** The command that measured it, and when. */
  readonly source: string;
  readonly date: string;
}

export type CostFile = Readonly<Record<string, MeasuredCost>>;

export async function readCosts(file: string): Promise<CostFile> {
  return JSON.parse(await readFile(file, 'utf8'));
}

/** @throws Error if a value is missing, or is not a number that a cost can be */
export function costsOf(file: CostFile): Costs {
  const wrong = NAMES.filter(
    (name) => !(Number.isFinite(file[name]?.value) && (file[name]?.value ?? -1) >= 0),
  );
  if (wrong.length > 0) throw new Error(`bench/costs.json has no cost of ${wrong.join(', ')}`);
  return Object.fromEntries(NAMES.map((name) => [name, file[name]?.value])) as Costs;
}
