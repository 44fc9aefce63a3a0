import { expect } from 'chai';
import { HomeIndex } from '../../../../src/application/analysis/home/home-index.ts';
import { type Home, HomeService } from '../../../../src/application/analysis/home/home-service.ts';
import { drawCapabilities, kindReadings } from '../../../../src/application/kinds/kinds.ts';
import { contentOf } from '../../../../src/application/releases/release-content.ts';
import { readActivity } from '../../../../src/domain/activities/activity.ts';
import type { InvalidActivity } from '../../../../src/domain/activities/config-repository.ts';
import type { StoppedEndpoint } from '../../../../src/domain/deliveries/endpoint-states.ts';
import type { RelayState } from '../../../../src/domain/deliveries/relay-status.ts';
import type { DrawTotals } from '../../../../src/domain/draws/draw-counts.ts';
import type { CancelledSchedule } from '../../../../src/domain/releases/cancelled-schedules.ts';
import type { WholeRelease } from '../../../../src/domain/releases/release.ts';
import type { FeedPage } from '../../../../src/domain/releases/release-feed.ts';
import type { Serving, ServingChange } from '../../../../src/domain/releases/serving.ts';

const HOUR_MS = 3_600_000;
const NOW = Date.parse('2026-11-11T12:00:00Z');
const iso = (hours: number) => new Date(NOW + hours * HOUR_MS).toISOString();

const shake = (more: object = {}, rules: object = {}) => ({
  ...{ dispatch: 'shake', title: 'Shake', starts_at: iso(-24), ends_at: iso(24 * 9) },
  prizes: [{ id: 'cup', name: 'Cup' }],
  ...more,
  rules: { prizes: { cup: { odds: '10%', stock: 1000, value: '5.00' } }, ...rules },
});

class Store {
  readonly #changes: ServingChange[] = [];
  readonly #releases = new Map<string, WholeRelease>();
  readonly totals = new Map<string, DrawTotals>();
  failed = new Map<string, number>();
  invalid: InvalidActivity[] = [];
  relay: RelayState = { lagSeconds: 0, halted: [] };
  stopped: StoppedEndpoint[] = [];
  cancelled: CancelledSchedule[] = [];
  sizes: { activityId: string; prizeId: string; size: number }[] = [];
  read = 0;

  readonly feed = {
    current: async () => [...new Map(this.#changes.map((change) => [change.activityId, change])).values()],
    since: async (version: number): Promise<FeedPage> => {
      const at = (no: number) => this.#changes.find((change) => change.version === no);
      const latest = this.#changes.at(-1)?.version ?? 0;
      const changes = this.#changes.filter((change) => change.version > version);
      return { latest, findings: 1, now: null, mark: at(version) ?? null, changes };
    },
    releases: async (keys: readonly { activityId: string; no: number }[]) => {
      this.read += keys.length;
      return keys.flatMap(({ activityId, no }) => this.#releases.get(`${activityId} ${no}`) ?? []);
    },
    findings: async () => this.invalid,
  };

  publish(activityId: string, file: object, more: Partial<Serving> = {}, at = NOW - HOUR_MS): void {
    const no = this.#changes.filter((change) => change.activityId === activityId).length + 1;
    const content = contentOf(JSON.stringify(file), {});
    this.#releases.set(`${activityId} ${no}`, { ...content, activityId, no, at, author: 'ann', note: '' });
    this.change(activityId, { no, ...more }, at);
  }

  change(activityId: string, more: Partial<Serving>, at = NOW - HOUR_MS): void {
    const last = this.#changes.findLast((change) => change.activityId === activityId)?.serving;
    const none = { no: 1, candidate: null, isPaused: false, isRemoved: false, draft: null };
    this.#changes.push({
      ...{ activityId, version: this.#changes.length + 1, action: 'publish', at, inForceAt: at },
      ...{ author: 'ann', note: '' },
      serving: { ...none, managedBy: 'console', ...last, ...more },
    });
  }

  drawn(activityId: string, draws: number, prizes: Record<string, number>, spent = 0): void {
    const wins = Object.values(prizes).reduce((sum, count) => sum + count, 0);
    const of = new Map(Object.entries(prizes).map(([id, awards]) => [id, { awards, spent: 0 }]));
    this.totals.set(activityId, { draws, drawers: draws, wins, spent, earned: 0, prizes: of });
  }

  /** Goes back to before its last change. */
  restore(): void {
    this.#changes.pop();
  }
}

describe('HomeService', () => {
  let store: Store;
  let now: number;
  let service: HomeService;

  beforeEach(() => {
    store = new Store();
    now = NOW;
    service = new HomeService({
      index: new HomeIndex({
        feed: store.feed,
        read: ({ activityId, text }) => readActivity(activityId, JSON.parse(text), kindReadings),
        capabilities: drawCapabilities,
      }),
      feed: store.feed,
      draws: {
        totalsOf: async (ids) => new Map([...store.totals].filter(([id]) => ids.includes(id))),
        activitiesSince: async () => [...store.totals.keys()],
        hoursOf: async (ids, { from }) =>
          new Map(
            ids.map((id) => [
              id,
              [
                { at: from, draws: 4, drawers: 1, wins: 2, spent: 0, earned: 0 },
                { at: from + 23 * HOUR_MS, draws: 6, drawers: 1, wins: 1, spent: 0, earned: 0 },
              ],
            ]),
          ),
      },
      visits: { visitsOf: async (ids) => new Map(ids.map((id) => [id, 9])) },
      progress: { failed: async () => store.failed },
      codes: { sizes: async () => store.sizes },
      relay: { state: async () => store.relay },
      endpoints: { stopped: async () => store.stopped },
      schedules: { since: async () => store.cancelled },
      clock: { now: () => now },
    });
  });

  async function home(): Promise<Home> {
    now += 3000;
    return service.home();
  }
  const idsOf = (cards: Home['running']) => cards.map(({ activity }) => activity.activityId);
  async function needs() {
    return (await home()).attention;
  }

  it('is empty where nothing was published', async () => {
    expect(await home()).to.deep.include({ running: [], soon: [], ending: [], attention: [] });
  });

  it('shows what runs, what starts and what ends within two days', async () => {
    store.publish('quiet', shake());
    store.publish('busy', shake());
    store.drawn('busy', 500, { cup: 1 });
    store.publish('soon', shake({ starts_at: iso(30) }));
    store.publish('later', shake({ starts_at: iso(60) }));
    store.publish('ending', shake({ ends_at: iso(10) }));
    store.publish('over', shake({ ends_at: iso(-1) }));
    store.publish('paused', shake(), { isPaused: true });
    store.publish('gone', shake(), { isRemoved: true });
    store.publish('goods', { dispatch: 'sku', title: 'Goods', skus: [] });
    const found = await home();
    expect(idsOf(found.running)).to.deep.equal(['busy', 'ending', 'quiet', 'goods']);
    expect(idsOf(found.soon)).to.deep.equal(['soon']);
    expect(idsOf(found.ending)).to.deep.equal(['ending']);
    expect(found.counts).to.deep.equal({
      ...{ running: 4, soon: 1, ending: 1, paused: 1, ended: 1, all: 8, attention: 0 },
    });
    const [card] = found.running;
    expect(card).to.include({ phase: 'running', visitsDay: 9, drawsDay: 10, winsDay: 3 });
    expect(card?.drawsByHour).to.deep.equal([4, ...new Array(22).fill(0), 6]);
  });

  it('follows what is published, paused and removed, and reads each text once', async () => {
    store.publish('a', shake());
    store.publish('b', shake());
    await home();
    expect(store.read).to.equal(2);
    store.change('a', { isPaused: true });
    store.publish('b', shake({ title: 'Other' }));
    const found = await home();
    expect(found.running.map(({ activity }) => activity.title)).to.deep.equal(['Other']);
    expect(store.read).to.equal(3);
    store.change('b', { isRemoved: true });
    expect((await home()).counts).to.include({ all: 1, running: 0, paused: 1 });
  });

  it('reads all anew where the store has gone back', async () => {
    store.publish('a', shake());
    store.publish('b', shake());
    await home();
    store.restore();
    store.publish('c', shake({ title: 'C' }), {}, NOW - 5);
    expect(idsOf((await home()).running)).to.have.members(['a', 'c']);
  });

  describe('says what needs a person:', () => {
    beforeEach(() => store.publish('a', shake()));

    it('nothing, while all is well', async () => {
      store.drawn('a', 100, { cup: 10 }, 5000);
      expect(await needs()).to.deep.equal([]);
    });

    it('deliveries that failed', async () => {
      store.failed.set('a', 3);
      expect(await needs()).to.deep.equal([
        {
          ...{ kind: 'deliveries_failed', severity: 'critical', activityId: 'a', title: 'Shake' },
          params: { failed: 3 },
        },
      ]);
    });

    it('a budget of which 80 % are spent, and one that is spent', async () => {
      store.publish('b', shake({}, { budget: '100.00' }));
      store.drawn('b', 10, {}, 7999);
      expect(await needs()).to.deep.equal([]);
      store.drawn('b', 10, {}, 8000);
      const [need] = await needs();
      expect(need).to.deep.include({ kind: 'budget_near', severity: 'warning', activityId: 'b' });
      expect(need?.params).to.deep.equal({ spent: 8000, budget: 10_000, share: 0.8 });
      store.drawn('b', 10, {}, 10_000);
      expect((await needs())[0]).to.include({ severity: 'critical' });
    });

    it('a stock that runs out before the end, or has run out', async () => {
      // A tenth of the time has passed.
      store.drawn('a', 100, { cup: 99 });
      expect(await needs()).to.deep.equal([]);
      store.drawn('a', 100, { cup: 500 });
      const [need] = await needs();
      expect(need).to.deep.include({ kind: 'stock_runs_out', severity: 'warning' });
      expect(need?.params).to.include({ prize: 'Cup', left: 500 });
      expect(need?.params['run_out_at']).to.be.closeTo(NOW + 24 * HOUR_MS, 60_000);
      store.drawn('a', 100, { cup: 1000 });
      expect((await needs())[0]?.params).to.include({ left: 0 });
    });

    it('nothing of a stock that is freed over time, or that was never there', async () => {
      const prizes = { cup: { odds: '10%', stock: 1000, release: 'linear' } };
      store.publish('a', shake({}, { prizes }));
      store.drawn('a', 100, { cup: 900 });
      expect(await needs()).to.deep.equal([]);
      store.publish('a', shake({}, { prizes: { cup: { odds: '10%', stock: 0 } } }));
      expect(await needs()).to.deep.equal([]);
    });

    it('codes that run out, or are missing', async () => {
      const prizes = { cup: { odds: '10%', stock: null, delivery: { by: 'code' } } };
      store.publish('a', shake({}, { prizes }));
      store.drawn('a', 100, {});
      expect((await needs())[0]).to.include({ kind: 'codes_run_out', severity: 'critical' });
      store.sizes = [{ activityId: 'a', prizeId: 'cup', size: 100 }];
      store.drawn('a', 100, { cup: 50 });
      expect((await needs())[0]).to.include({ kind: 'codes_run_out', severity: 'warning' });
      store.drawn('a', 100, { cup: 1 });
      expect(await needs()).to.deep.equal([]);
    });

    it('a file that is broken, and one that waits for an approval', async () => {
      const problem = { path: 'rules.budget', params: {} };
      store.invalid = [
        { activityId: 'a', path: 'a/data.json', problems: [{ code: 'bad_money', ...problem }] },
        { activityId: 'b', path: 'b/data.json', problems: [{ code: 'not_approved', ...problem }] },
      ];
      expect((await needs()).map(({ kind, activityId, title }) => [kind, activityId, title])).to.deep.equal([
        ['broken_file', 'a', 'Shake'],
        ['approval_wanted', 'b', null],
      ]);
    });

    it('a relay that is late, and an archive that has stopped', async () => {
      store.relay = {
        lagSeconds: 90,
        halted: [{ activityId: 'a', log: 'root', at: NOW, reason: 'entry_missing' }],
      };
      expect(
        (await needs()).map(({ kind, severity, activityId }) => [kind, severity, activityId]),
      ).to.deep.equal([
        ['relay_late', 'critical', null],
        ['archive_halted', 'critical', 'a'],
      ]);
    });

    it('an endpoint that is stopped', async () => {
      store.stopped = [{ name: 'crm', stoppedAt: NOW, reason: '410' }];
      expect((await needs())[0]).to.deep.include({
        kind: 'endpoint_stopped',
        params: { endpoint: 'crm', reason: '410', since: NOW },
      });
    });

    it('a scheduled release that a rule has cancelled, until another one is published', async () => {
      store.cancelled = [
        { activityId: 'a', dueAt: NOW, closedAt: NOW, reason: 'invalid (bad_money rules.budget)' },
      ];
      expect((await needs())[0]).to.deep.include({
        kind: 'schedule_cancelled',
        params: { due_at: NOW, reason: 'invalid', detail: 'bad_money rules.budget' },
      });
      store.publish('a', shake(), {}, NOW + 1);
      expect(await needs()).to.deep.equal([]);
    });

    it('the most severe first, and at most a hundred of them', async () => {
      for (let no = 0; no < 120; no++) {
        store.publish(`s${no}`, shake());
        store.drawn(`s${no}`, 1000, { cup: 1000 });
      }
      store.failed.set('a', 3);
      const { attention, counts } = await home();
      expect(attention).to.have.lengthOf(100);
      expect(attention[0]).to.include({ kind: 'deliveries_failed' });
      expect(counts.attention).to.equal(121);
    });
  });
});
