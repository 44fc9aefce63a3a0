/*
 * What the lines of requests cost without the rest of the service: CPU ns a request, with the writing of the lines.
 * `node --import tsx bench/log-requests-alone.ts > /tmp/lines`; the figures are on stderr.
 */
import { createLog } from '../src/adapters/pino/log.ts';
import { type LoggedRequest, requestLog } from '../src/adapters/pino/request-log.ts';

const ROUNDS = 11;
const TURNS = 400;
/* Requests between two turns of the event loop. */
const AT_ONCE = 500;
const MODES = ['all', 'notable', 'off'] as const;

const served: LoggedRequest = {
  ...{ requestId: '6b27db56-ab19-4eb8-b842-af3812345678', trace: null, activityId: 'open' },
  ...{ route: '/static', method: 'GET', status: 200, ret: 0, durationMs: 0.123 },
  ...{ responseCode: 'served', notable: false },
};
const refused = { ...served, ret: 1002, responseCode: 'no_such_activity', notable: true };
const changingRoutes = new Set(['/shake/draw', '/shake/chances']);
const log = createLog('info');

async function nanosEach(logged: (typeof MODES)[number], request: LoggedRequest): Promise<number> {
  const observe = requestLog(log, { logged, changingRoutes });
  const before = process.cpuUsage();
  for (let turn = 0; turn < TURNS; turn += 1) {
    for (let no = 0; no < AT_ONCE; no += 1) observe(request);
    await new Promise((resolve) => setImmediate(resolve));
  }
  const { user, system } = process.cpuUsage(before);
  return ((user + system) * 1000) / (TURNS * AT_ONCE);
}

const found = new Map<string, number[]>();
for (let round = 0; round < ROUNDS; round += 1) {
  for (const logged of MODES) {
    for (const [what, request] of Object.entries({ served, refused })) {
      const name = `${what}, LOG_REQUESTS=${logged}`;
      found.set(name, [...(found.get(name) ?? []), await nanosEach(logged, request)]);
    }
  }
}
for (const [name, nanos] of found) {
  const [low, median, high] = [0, ROUNDS >> 1, ROUNDS - 1].map((at) => nanos.sort((a, b) => a - b)[at]);
  console.error(`${name}: ${median?.toFixed(0)} ns (${low?.toFixed(0)} to ${high?.toFixed(0)})`);
}
process.exit();
