import { connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import { liveEnd, liveState } from '../../../../src/adapters/koa/console/contract/live.ts';
import { liveRoutes, type StreamPace } from '../../../../src/adapters/koa/console/routes/live-routes.ts';
import { LiveFeed, type LiveWatcher } from '../../../../src/application/analysis/live/live-feed.ts';
import type { LiveEvent, LiveView } from '../../../../src/application/analysis/live/live-view.ts';
import { startConsole, type TestConsole } from '../../../support/console.ts';
import { TestEventStream } from '../../../support/event-stream.ts';
import { FakeLiveSources } from '../../../support/live-sources.ts';
import { until } from '../../../support/until.ts';

const openStream = (console: TestConsole) =>
  TestEventStream.open(`${console.origin}/api/activities/a1/live`, console.headersOf('viewer'));

const PACE: StreamPace = { tickMs: 20, heartbeatMs: 100, admittedMs: 40, longestMs: 60_000 };

describe('GET /api/activities/:id/live', () => {
  let watchers: Set<LiveWatcher>;
  let lifecycle: { draining: boolean };
  let admitted: 'yes' | 'no' | 'unknown';
  let isFull: boolean;
  let console: TestConsole;
  let view: LiveView;

  const open = (pace: StreamPace) =>
    startConsole({
      routes: liveRoutes({
        feed: {
          watch: (_id, watcher) => {
            if (isFull) return null;
            watchers.add(watcher);
            return () => watchers.delete(watcher);
          },
        },
        series: { of: async () => null },
        lifecycle,
        isAdmitted: async () => {
          if (admitted === 'unknown') throw new Error('away');
          return admitted === 'yes';
        },
        pace,
      }),
    });

  before(async () => {
    const fake = new FakeLiveSources();
    const feed = new LiveFeed(fake.sources);
    feed.watch('a1', { state: (each) => (view = each), event: () => {}, gone: () => {} });
    await fake.time.pass(10);
    feed.close();
  });

  beforeEach(async () => {
    watchers = new Set();
    lifecycle = { draining: false };
    admitted = 'yes';
    isFull = false;
    console = await open(PACE);
  });
  afterEach(() => console.close());

  const send = (more: Partial<LiveView> = {}) => {
    for (const watcher of watchers) watcher.state({ ...view, ...more });
  };
  const tell = (id: string) => {
    const event: LiveEvent = { id, at: view.at, kind: 'prize_run_out', prizeId: 'cup', name: 'Cup' };
    for (const watcher of watchers) watcher.event(event);
  };

  it('is a stream of states and events, as the contract has them', async () => {
    const stream = await openStream(console);
    expect(stream.status).to.equal(200);
    expect(stream.headers['content-type']).to.equal('text/event-stream; charset=utf-8');
    expect(stream.headers['cache-control']).to.include('no-store');
    send();
    tell('out-cup');
    send({ at: view.at + 1000 });
    await until(() => stream.received.length === 3, { what: 'three events' });
    expect(stream.received.map(({ event }) => event)).to.deep.equal(['state', 'event', 'state']);
    expect(liveState.strict().parse(stream.received[0]?.data)).to.deep.include({ stale: false });
    expect(stream.received[1]?.data).to.deep.equal({
      ...{ id: 'out-cup', at: new Date(view.at).toISOString(), kind: 'prize_run_out' },
      params: { prize_id: 'cup', name: 'Cup' },
    });
    expect(new Set(stream.of('state').map(({ id }) => id)).size).to.equal(2);
    stream.close();
  });

  it('says that a source is away, and for how long', async () => {
    const stream = await openStream(console);
    send({ away: { ledger: view.at - 5000, records: null } });
    await until(() => stream.received.length === 1, { what: 'a state' });
    expect(stream.received[0]?.data).to.deep.include({ stale: true, age: { ledger: 5, records: null } });
    stream.close();
  });

  it('lets the console see that it lives while nothing happens', async () => {
    const stream = await openStream(console);
    await until(() => stream.comments >= 2, { what: 'two heartbeats' });
    stream.close();
  });

  it('watches nothing for who asks for its head alone', async () => {
    const headers = console.headersOf('viewer');
    const { status } = await fetch(`${console.origin}/api/activities/a1/live`, { method: 'HEAD', headers });
    expect([status, watchers.size]).to.deep.equal([200, 0]);
  });

  it('stops watching when the console has gone', async () => {
    const stream = await openStream(console);
    expect(watchers.size).to.equal(1);
    stream.close();
    await until(() => watchers.size === 0, { what: 'the end of the watch' });
  });

  it('ends when the session has ended', async () => {
    const stream = await openStream(console);
    admitted = 'no';
    await until(() => stream.isOver, { what: 'the end' });
    expect(liveEnd.parse(stream.of('end')[0]?.data)).to.deep.equal({ reason: 'session' });
    expect(watchers.size).to.equal(0);
  });

  it('goes on while nobody can say whether the session goes on', async () => {
    const stream = await openStream(console);
    admitted = 'unknown';
    await until(() => stream.comments >= 2, { what: 'two heartbeats' });
    expect(stream.isOver).to.equal(false);
    stream.close();
  });

  it('ends when the process ends, so that this does not wait for consoles', async () => {
    const stream = await openStream(console);
    lifecycle.draining = true;
    await until(() => stream.isOver, { what: 'the end' });
    expect(stream.of('end')[0]?.data).to.deep.equal({ reason: 'drain' });
  });

  it('ends after some time, so that callers are let in anew', async () => {
    await console.close();
    console = await open({ ...PACE, longestMs: 60 });
    const stream = await openStream(console);
    await until(() => stream.isOver, { what: 'the end' });
    expect(stream.of('end')[0]?.data).to.deep.equal({ reason: 'drain' });
  });

  it('ends where there is no such activity', async () => {
    const stream = await openStream(console);
    for (const watcher of watchers) watcher.gone();
    await until(() => stream.isOver, { what: 'the end' });
    expect(stream.of('end')[0]?.data).to.deep.equal({ reason: 'gone' });
  });

  it('is refused to who may not view, and where too many activities are watched', async () => {
    const { status } = await console.get('/activities/a1/live', 'staff');
    expect(status).to.equal(403);
    isFull = true;
    const full = await console.get('/activities/a1/live');
    expect(full.status).to.equal(429);
    expect(full.headers.get('retry-after')).to.equal('5');
    expect(watchers.size).to.equal(0);
  });

  it('keeps of all states the latest for a console that reads nothing, and of events the last fifty', async () => {
    const { hostname, port } = new URL(console.origin);
    const socket: Socket = connect({ host: hostname, port: Number(port) });
    socket.pause();
    const cookie = console.headersOf('viewer')['Cookie'];
    socket.write(`GET /api/activities/a1/live HTTP/1.1\r\nHost: ${hostname}\r\nCookie: ${cookie}\r\n\r\n`);
    await until(() => watchers.size === 1, { what: 'the watch' });
    const title = 'x'.repeat(20_000);
    for (let no = 1; no <= 5000; no++) {
      send({ at: view.at + no, activity: { ...view.activity, title } });
      tell(`e${no}`);
      if (no % 500 === 0) await pause(1);
    }
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk;
    });
    socket.resume();
    const last = new Date(view.at + 5000).toISOString();
    await until(() => text.includes(last), { what: 'the latest state' });
    expect(text.match(/^event: state$/gm)?.length).to.be.below(1000);
    const events = [...text.matchAll(/"id":"e(\d+)"/g)].map(([, no]) => Number(no));
    expect(events.slice(-50)).to.deep.equal(Array.from({ length: 50 }, (_, index) => 4951 + index));
    socket.destroy();
    await until(() => watchers.size === 0, { what: 'the end of the watch' });
  });
});
