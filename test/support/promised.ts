import { request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { startChild } from './child-program.ts';
import { until } from './until.ts';

const TIMES = 3;
const LOOK_EVERY_MS = 20;

const BARE_SERVER = `const server = require('node:http').createServer((_, response) => response.end('{}'));
server.listen(0, '127.0.0.1', () => console.log(server.address().port));`;

/**
 * Measures, up to three times, durations that the service promises, and resolves at the first measurement that keeps
 * every limit. The machine's own delay, the slowest answer of a bare HTTP server in a process beside it, is taken
 * off, so that only the service can fail it.
 * @param limits milliseconds by name
 * @throws Error with every measurement, if none keeps the limits
 */
export async function promised<Name extends string>(
  limits: Readonly<Record<Name, number>>,
  measure: () => Promise<Readonly<Record<Name, number>>>,
  { times = TIMES } = {},
): Promise<void> {
  const seen: string[] = [];
  for (let time = 1; time <= times; time++) {
    const machine = await watchMachine();
    const took = await measure().finally(machine.stop);
    const slackMs = machine.slowestMs();
    const names = Object.keys(limits) as Name[];
    if (names.every((name) => took[name] - slackMs <= limits[name])) return;
    seen.push(`${JSON.stringify(took)} with a machine ${Math.round(slackMs)} ms late`);
  }
  throw new Error(`promised ${JSON.stringify(limits)}, measured ${seen.join('; ')}`);
}

async function watchMachine(): Promise<{ slowestMs(): number; stop(): void }> {
  const server = startChild(process.execPath, ['-e', BARE_SERVER]);
  await until(() => server.stdout().endsWith('\n'), { what: 'the bare server to listen' });
  const url = `http://127.0.0.1:${server.stdout().trim()}`;
  let watching = true;
  let slowestMs = 0;
  let askedAt: number | null = null;
  const look = () => {
    if (askedAt !== null && watching) slowestMs = Math.max(slowestMs, performance.now() - askedAt);
  };
  (async () => {
    while (watching) {
      askedAt = performance.now();
      await answered(url);
      look();
      askedAt = null;
      await pause(LOOK_EVERY_MS);
    }
  })();
  return {
    slowestMs: () => slowestMs,
    stop: () => {
      look();
      watching = false;
      void server.stop('SIGKILL');
    },
  };
}

function answered(url: string): Promise<void> {
  return new Promise((resolve) => {
    const sent = request(url, { agent: false }, (response) => {
      response.resume().on('close', resolve);
    });
    sent.on('error', () => resolve()).end();
  });
}
