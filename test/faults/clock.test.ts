import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect } from 'chai';
import { createLog } from '../../src/adapters/pino/log.ts';
import { Closers } from '../../src/boot/closers.ts';
import { compose, parts } from '../../src/container.ts';
import { readSettings } from '../../src/settings.ts';
import { activitiesDir } from '../support/activities-dir.ts';
import { ask, postJson } from '../support/http.ts';
import { startHttpServer } from '../support/http-server.ts';
import { tempDir } from '../support/temp-dir.ts';
import { soundPassport, timed } from './support.ts';

const DAY_MS = 86_400_000;
const NOON = Date.parse('2026-11-11T12:00:00+08:00');

describe('clock jumps by 3 days', () => {
  const closers = new Closers();
  const clock = { time: NOON, now: () => clock.time };
  let server: Server;
  let base: string;
  let answering = soundPassport;

  before(async () => {
    const passport = await startHttpServer((request, response, body) => answering(request, response, body));
    closers.push(() => passport.close());
    const dir = await activitiesDir({
      week: {
        dispatch: 'shake',
        is_login_user: true,
        starts_at: '2026-11-10T00:00:00+08:00',
        ends_at: '2026-11-14T00:00:00+08:00',
        rules: { chances: { per_day: 1 } },
      },
    });
    const reading = readSettings(
      {
        ACTIVITIES_DIR: dir,
        DATA_DIR: await tempDir(),
        PASSPORT_URL: passport.origin,
        PASSPORT_TIMEOUT_MS: '300',
      },
      1,
    );
    if (!reading.ok) throw new Error(reading.problems.join());
    const log = createLog('silent');
    const container = (
      await compose(reading.settings, log, closers, join(import.meta.dirname, '../../dist/web'))
    ).createChildContainer();
    container.register(parts.clock, { useValue: clock });
    server = createServer(container.resolve(parts.app));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/cms-market`;
  });
  after(async () => {
    server.close();
    server.closeAllConnections();
    await closers.closeAll();
  });
  beforeEach(() => {
    clock.time = NOON;
    answering = soundPassport;
  });

  const draw = (requestId: string, token = 'good-ann') =>
    postJson(`${base}/shake/draw`, { activity_id: 'week', token, request_id: requestId });

  it('windows open and close with it, and a draw that was made is told again when it is back', async () => {
    const requestId = randomUUID();
    const first = (await draw(requestId)).json;
    expect(first.ret).to.equal(0);
    for (const days of [3, -3]) {
      clock.time = NOON + days * DAY_MS;
      expect((await draw(randomUUID())).json.ret).to.equal(1003);
    }
    clock.time = NOON;
    const again = (await draw(requestId)).json;
    expect(again.data).to.deep.include({ draw_id: first.data.draw_id, draw_no: 1, replayed: true });
  });

  it('deadlines do not move', async () => {
    answering = (_request, response) => {
      clock.time += 3 * DAY_MS;
      response.on('close', () => {});
    };
    const { result, tookMs } = await timed(() => ask(`${base}/static?activity_id=week&token=good-new`));
    expect(result.json.ret).to.equal(5003);
    expect(tookMs).to.be.within(250, 800);
  });
});
