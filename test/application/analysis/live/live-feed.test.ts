import { expect } from 'chai';
import { LiveFeed, MOST_WATCHED } from '../../../../src/application/analysis/live/live-feed.ts';
import type { LiveEvent, LiveView } from '../../../../src/application/analysis/live/live-view.ts';
import {
  FakeLiveSources,
  HOUR_MS,
  liveContentOf,
  STARTED,
  watchedFile,
} from '../../../support/live-sources.ts';

class Console {
  readonly views: LiveView[] = [];
  readonly events: LiveEvent[] = [];
  isGone = false;

  state(view: LiveView): void {
    this.views.push(view);
  }

  event(event: LiveEvent): void {
    this.events.push(event);
  }

  gone(): void {
    this.isGone = true;
  }

  get last(): LiveView {
    return this.views.at(-1) as LiveView;
  }
}

describe('LiveFeed', () => {
  let fake: FakeLiveSources;
  let feed: LiveFeed;

  beforeEach(() => {
    fake = new FakeLiveSources();
    feed = new LiveFeed(fake.sources);
  });
  afterEach(() => feed.close());

  function watch(activityId = 'a1') {
    const console = new Console();
    const end = feed.watch(activityId, console);
    return { console, end: end as () => void };
  }

  it('says once a second what goes on', async () => {
    fake.counts = { cup: 3 };
    fake.spent = 1500;
    Object.assign(fake, { visits: 50, visitors: 20, draws: 30, drawers: 10 });
    const { console } = watch();
    await fake.time.pass(3500);
    expect(console.views).to.have.lengthOf(4);
    const { last } = console;
    expect(last.totals).to.deep.equal({
      visits: 50,
      visitors: 20,
      draws: 30,
      drawers: 10,
      wins: 3,
      claimed: 0,
    });
    expect(last.activity).to.deep.include({ activityId: 'a1', phase: 'running', releaseNo: 3 });
    expect(last).to.deep.include({
      spent: 1500,
      budget: 100_000,
      earned: 4,
      away: { ledger: null, records: null },
    });
    const [car, cup] = last.prizes;
    expect(car).to.include({ id: 'car', stock: 2, awarded: 0, left: 2, value: '500.00', runOutAt: null });
    expect(cup).to.include({ id: 'cup', stock: 100, awarded: 3, left: 97 });
  });

  it('asks each source once a second, however many consoles watch', async () => {
    for (let no = 0; no < 20; no++) watch();
    await fake.time.pass(10_000);
    // Awards and pools; content, visits, draws, refusals and progress.
    expect(fake.asked.ledger).to.be.at.most(11 * 2);
    expect(fake.asked.records).to.be.at.most(11 * 5);
    expect(feed.activities).to.equal(1);
  });

  it('gives all consoles the same object', async () => {
    const [one, other] = [watch(), watch()];
    await fake.time.pass(1500);
    expect(one.console.last).to.equal(other.console.last);
  });

  it('stops some seconds after the last console has gone, and not before', async () => {
    const { end } = watch();
    await fake.time.pass(2000);
    end();
    await fake.time.pass(10_000);
    expect(feed.activities).to.equal(1);
    const late = watch();
    expect(late.console.views).to.have.lengthOf(1);
    late.end();
    await fake.time.pass(20_000);
    expect(feed.activities).to.equal(0);
    const { ledger } = fake.asked;
    await fake.time.pass(5000);
    expect(fake.asked.ledger).to.equal(ledger);
  });

  it('knows the pace, and by it when a prize runs out', async () => {
    const { console } = watch();
    for (let second = 0; second < 120; second++) {
      fake.draws += 20;
      fake.visits += 40;
      if (second % 2 === 0) fake.counts = { cup: (fake.counts['cup'] ?? 0) + 1 };
      await fake.time.pass(1000);
    }
    const { last } = console;
    expect(last.perSecond.draws).to.be.closeTo(20, 0.1);
    expect(last.perSecond.visits).to.be.closeTo(40, 0.1);
    expect(last.perSecond.wins).to.be.closeTo(0.5, 0.11);
    const cup = last.prizes[1];
    expect(cup?.perMinute).to.be.closeTo(30, 1);
    // 40 are left, at one in two seconds.
    expect((cup?.runOutAt ?? 0) - last.at).to.be.closeTo(80_000, 4000);
  });

  it('goes on while the ledger is away, with what it had and since when', async () => {
    fake.counts = { cup: 3 };
    const { console } = watch();
    await fake.time.pass(2500);
    fake.ledgerIs = 'away';
    fake.visits = 99;
    await fake.time.pass(3000);
    const since = console.last.away.ledger as number;
    expect(console.last.at - since).to.be.within(1000, 3100);
    expect(console.last.totals).to.include({ wins: 3, visits: 99 });
    expect(console.last.away.records).to.equal(null);
    fake.ledgerIs = 'there';
    await fake.time.pass(2000);
    expect(console.last.away.ledger).to.equal(null);
    expect(console.events.map(({ kind }) => kind)).to.deep.equal(['store_away', 'store_back']);
  });

  it('goes on while a store hangs, and asks it no second time meanwhile', async () => {
    const { console } = watch();
    await fake.time.pass(1500);
    fake.recordsAre = 'hanging';
    const asked = fake.asked.records;
    const views = console.views.length;
    // Its patience is real time.
    for (let second = 0; second < 2; second++) {
      await new Promise((resolve) => setTimeout(resolve, 950));
      await fake.time.pass(1000);
    }
    expect(console.views.length).to.be.above(views);
    expect(console.last.away.records).to.not.equal(null);
    expect(fake.asked.records - asked).to.be.at.most(2);
  });

  it('reports releases, wins of great prizes, failed deliveries and prizes that run out, each once', async () => {
    const { console } = watch();
    await fake.time.pass(1500);
    fake.content = liveContentOf(watchedFile, { version: 8 });
    fake.history = [
      {
        ...{ activityId: 'a1', version: 8, action: 'publish', at: STARTED + HOUR_MS, inForceAt: 0 },
        ...{
          author: 'ann',
          note: 'more cups',
          hash: '',
          content: '',
          candidateHash: null,
          candidateContent: null,
        },
        serving: {
          no: 4,
          candidate: null,
          isPaused: false,
          isRemoved: false,
          managedBy: 'console',
          draft: null,
        },
      },
    ];
    await fake.time.pass(2000);
    fake.counts = { car: 1 };
    fake.wins = [{ drawId: 'd1', uid: '13800001234', prizeId: 'car', wonAt: fake.time.now() }];
    await fake.time.pass(2000);
    fake.counts = { car: 2 };
    fake.progress = [{ prizeId: 'car', method: 'webhook', state: 'failed', count: 2 }];
    await fake.time.pass(1000);
    // Counting wins may cost much: it is paced.
    await fake.time.pass(3000);
    expect(console.events.map(({ kind }) => kind)).to.deep.equal([
      ...['release', 'big_win', 'deliveries_failed', 'prize_run_out'],
    ]);
    expect(console.events[0]).to.include({ id: 'release-8', action: 'publish', no: 4, author: 'ann' });
    expect(console.events[1]).to.include({ id: 'win-d1', prizeId: 'car', value: '500.00', who: '1***4' });
    expect(console.last.prizes[0]).to.include({ left: 0, runOutAt: console.last.at });
    const late = watch();
    expect(late.console.events).to.deep.equal(console.events);
  });

  it('says that there is no such activity, and forgets it', async () => {
    fake.content = null;
    const { console } = watch('none');
    await fake.time.pass(100);
    expect(console.isGone).to.equal(true);
    expect(feed.activities).to.equal(0);
  });

  it('shows a pause and a removal', async () => {
    const { console } = watch();
    fake.content = liveContentOf(watchedFile, { isPaused: true });
    await fake.time.pass(1500);
    expect(console.last.activity.phase).to.equal('paused');
    fake.content = liveContentOf(watchedFile, { isRemoved: true });
    await fake.time.pass(1500);
    expect(console.last.activity.phase).to.equal('removed');
  });

  it('watches so many activities at once and no more', async () => {
    for (let no = 0; no < MOST_WATCHED; no++) watch(`a${no}`);
    expect(feed.watch('one-more', new Console())).to.equal(null);
    expect(feed.watch('a0', new Console())).to.not.equal(null);
  });
});
