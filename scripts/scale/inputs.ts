/** What the model reckons with. Every field is a number, and an option of the command (`visitorsDay`: `--visitors-day`). */
export type Inputs = { readonly [name in keyof typeof INPUTS]: number };

export interface Input {
  readonly value: number;
  readonly what: string;
  readonly min: number;
  readonly max: number;
  /** Only whole numbers. */
  readonly isWhole?: boolean;
}

const MOST = 1e12;
const count = (value: number, what: string, min = 0): Input => ({ value, what, min, max: MOST });
const whole = (value: number, what: string, min: number, max: number): Input => ({
  ...{ value, what, min, max },
  isWhole: true,
});
const share = (value: number, what: string): Input => ({ value, what, min: 0, max: 1 });

export const INPUTS = {
  users: count(50e6, 'users of the company'),
  visitorsFirstMinute: count(2e6, 'visitors who come in the first minute'),
  visitorsDay: count(20e6, 'visitors of the day, at least those of the first minute'),
  spreadMinutes: { value: 1, what: 'minutes over which the notification is spread', min: 0.1, max: 1440 },
  peakFactor: {
    value: 2,
    what: 'the busiest second, as a multiple of the mean of that time',
    min: 1,
    max: 60,
  },
  draws: count(2, 'draws of a visitor'),
  prizeLooks: count(1, 'times that a visitor looks at the prizes'),
  pictures: count(7, 'pictures of the activity that a visitor loads'),
  coldShare: share(0.9, 'visitors who have no file of the page in their cache'),
  cdnShare: share(0, 'files of the page and pictures that a CDN serves'),
  nginxCacheShare: share(0, 'the rest of these files that nginx has in its cache'),
  loginShare: share(0.3, 'visitors without a session, whom the passport is asked for'),
  activeShare: share(0.4, 'users who have a session in Redis at the end of the day'),
  passportPerSecond: count(30_000, 'calls a second that the passport can answer', 1),
  connections: count(1.5, 'connections of a visitor'),
  visitSeconds: count(30, 'length of a visit, in seconds'),
  keepaliveSeconds: count(75, 'keepalive_timeout of nginx, in seconds'),
  tlsShare: share(1, 'connections whose TLS nginx ends; 0: a balancer in front does'),
  rsaShare: share(0, 'handshakes with an RSA certificate; the others have ECDSA'),
  resumedShare: share(0, 'connections that resume a TLS session'),
  machines: whole(30, 'machines in all', 1, 100_000),
  spareMachines: whole(2, 'machines of the service that may be lost', 0, 100_000),
  postgresMachines: whole(2, 'machines for PostgreSQL', 0, 100),
  redisPerMachine: whole(
    12,
    'masters and replicas of Redis on a machine, each with a core of its own',
    1,
    64,
  ),
  masters: whole(0, 'masters of Redis; 0: as many as the load needs', 0, 1000),
  sessionMasters: whole(
    0,
    'masters of a Redis for sessions alone; 0: sessions lie in the same Redis',
    0,
    1000,
  ),
  segments: whole(64, 'rules.segments', 1, 64),
  rootCalls: share(0.027, 'calls of the root for a draw'),
  cores: whole(16, 'cores (vCPU) of a machine', 1, 1024),
  memoryGb: count(64, 'memory of a machine, in GB', 1),
  networkGbit: count(10, 'network of a machine, in Gbit/s', 0.001),
  uplinkGbit: count(20, 'line to the Internet, in Gbit/s', 0.001),
  diskMb: count(200, 'MB a second that the disk of a machine writes', 0.1),
  fsyncMs: count(1, 'time of one fsync, in ms'),
  workerConnections: whole(768, 'worker_connections of nginx, one worker a core', 1, 10_000_000),
  processMb: count(250, 'memory of a process of the service, in MB'),
  target: { value: 0.6, what: 'utilisation that is planned for', min: 0.05, max: 1 },
  relayRows: count(20_000, 'plan: draws a second that the relay writes to PostgreSQL', 1),
  rowBytes: count(300, 'plan: bytes of a draw in PostgreSQL, with its indexes'),
  priceCoreHour: count(0.04, 'price of a core for an hour'),
  priceGbHour: count(0.005, 'price of a GB of memory for an hour'),
  priceEgressGb: count(0.05, 'price of a GB sent to the Internet'),
  campaignDays: whole(1, 'days of a month with such a campaign', 0, 31),
} satisfies Record<string, Input>;

export const DEFAULTS = Object.fromEntries(
  Object.entries(INPUTS).map(([name, { value }]) => [name, value]),
) as Inputs;

/** `--visitors-day` of `visitorsDay`. */
export const flagOf = (name: string) => `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

/** @returns the number, or what is wrong with the text */
export function inputOf(name: keyof Inputs, text: string): number | string {
  const { min, max, isWhole }: Input = INPUTS[name];
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (value >= min && value <= max && (!isWhole || Number.isInteger(value))) return value;
  const kind = isWhole ? 'a whole number' : 'a number';
  return `${flagOf(name)} ${text}: must be ${kind} from ${min} to ${max}`;
}
