import type { Tier } from '../../src/domain/activities/page-choices.ts';

/*
 * What the service could answer to the page of an activity, in each state that a visitor can see: for the gallery of
 * `npm run dev -- <id>`, and for the pictures of all states.
 */

/**
 * An activity as the service sends it: `data.json` without `rules`, with `activity_id` and `prize_facts`. For the mock answers
 * each prize also has the `delivery` that a win of it begins with.
 */
export type PublicData = Readonly<Record<string, unknown>> & {
  readonly activity_id: string;
  readonly dispatch: string;
};

export type MockAnswer =
  | {
      readonly kind: 'json';
      readonly status: number;
      readonly body: unknown;
      readonly retryAfterSeconds?: number;
    }
  /** No answer comes. */
  | { readonly kind: 'hang' }
  /** The connection breaks. */
  | { readonly kind: 'drop' };

/** What a visitor presses on the page. */
export const BUTTONS = {
  draw: '.draw',
  'open-prizes': '[data-open="prizes"]',
  'open-fairness': '[data-open="fairness"]',
};

export interface MockState {
  readonly name: string;
  /** What the visitor does to get there. */
  readonly acts: readonly (keyof typeof BUTTONS)[];
  /** @param path below the base path, such as `static` or `shake/draw` */
  readonly answer: (data: PublicData, path: string) => MockAnswer;
}

const DAY = 86_400_000;
const SECOND = 1000;

function json(ret: number, msg: string, data: unknown, more: object = {}, status = 200): MockAnswer {
  const timestamp = Math.floor(Date.now() / SECOND);
  return { kind: 'json', status, body: { ret, msg, data, timestamp, ...more } };
}

const iso = (moment: number) => new Date(moment).toISOString();

interface Shown {
  readonly id: string;
  readonly name: string;
  readonly image?: string;
  readonly delivery?: object;
}

function prizesOf(data: PublicData): readonly Shown[] {
  return Array.isArray(data['prizes']) ? (data['prizes'] as Shown[]) : [];
}

function prizeOfTier(data: PublicData, tier: Tier): Shown {
  const facts = (data['prize_facts'] ?? {}) as Readonly<Record<string, { readonly tier?: Tier }>>;
  const prizes = prizesOf(data);
  const found = prizes.find(({ id }) => facts[id]?.tier === tier) ?? prizes[0];
  return found ?? { id: 'prize', name: '奖品' };
}

interface Account {
  readonly chances?: number | null;
  readonly drawn?: number;
  readonly wins?: readonly Shown[];
  readonly ways?: readonly object[];
}

const BY_HAND = { by: 'hand', state: 'ready' };

const WAYS = [
  { source: 'sign_in', worth: 1, left: 1 },
  { source: 'share', worth: 1, left: 1 },
  { source: 'invite', worth: 1, left: 3 },
];

/* Each state has a user of its own: what the page keeps on the phone belongs to a user. */
function drawInfo(uid: string, { chances = 3, drawn = 0, wins = [], ways = WAYS }: Account): object {
  return {
    uid,
    chances_left: chances,
    drawn_today: drawn,
    drawn_total: drawn,
    earned_left: 0,
    ways: chances === null ? [] : ways,
    invite_code: 'aW52aXRlZC1ieS1tZQAA',
    prizes_total: wins.length,
    prizes: wins.map(({ id, name, image, delivery = BY_HAND }, at) => ({
      draw_id: `${uid}-${at}`,
      prize_id: id,
      name,
      image,
      won_at: iso(Date.now() - at * DAY),
      delivery,
    })),
  };
}

function served(data: PublicData, uid: string, account: Account = {}, more: object = {}): MockAnswer {
  if (data.dispatch === 'sku') return json(0, 'ok', data);
  const window = { starts_at: iso(Date.now() - DAY), ends_at: iso(Date.now() + 2.6 * DAY) };
  const commitment = '9f4ac65648058ebbfec42425c88794fb0feafcbc008813cf1e8bf45fbbb83e2a';
  return json(0, 'ok', {
    ...data,
    ...window,
    fairness: { commitment },
    user_draw_info: drawInfo(uid, account),
    ...more,
  });
}

/** A refusal with the face of the activity, which anyone may see. */
function refused(data: PublicData, ret: number, msg: string, phase = 'running'): MockAnswer {
  const { activity_id, dispatch, title, page, prizes, prize_facts } = data;
  const from = phase === 'not_started' ? 1.5 * DAY : -9 * DAY;
  const detail = {
    activity_id,
    dispatch,
    title,
    page,
    phase,
    starts_at: iso(Date.now() + from),
    ends_at: iso(Date.now() + from + (phase === 'ended' ? 8 * DAY : 12 * DAY)),
    ...(prizes !== undefined && { prizes, prize_facts }),
  };
  return json(ret, msg, '', { detail });
}

function busy(ret: number, status: number, retryAfterSeconds: number): MockAnswer {
  return {
    ...(json(ret, '系统繁忙，请稍后再试', '', {}, status) as object),
    retryAfterSeconds,
  } as MockAnswer;
}

function live(data: PublicData): MockAnswer {
  const prizes = prizesOf(data);
  const winners = prizes.slice(0, 4).map(({ id, name }, at) => ({
    who: `${'ujmw'[at]}***${at + 3}`,
    prize_id: id,
    name,
    won_at: iso(Date.now() - at * 70 * SECOND),
  }));
  return json(0, 'ok', {
    winners,
    left: Object.fromEntries(prizes.map(({ id }, at) => [id, 3 + at * at * 40])),
  });
}

interface Visit {
  readonly name: string;
  readonly acts?: MockState['acts'];
  readonly visit: (data: PublicData, uid: string) => MockAnswer;
  readonly draw?: (data: PublicData, uid: string) => MockAnswer;
  readonly prizes?: (data: PublicData, uid: string) => MockAnswer;
}

function drawn(uid: string, prize: Shown | null, account: Account): MockAnswer {
  const wins = prize ? [prize] : [];
  const data = { draw_id: `${uid}-0`, draw_no: 1, won: prize !== null, replayed: false, prize };
  return json(0, 'ok', { ...data, user_draw_info: drawInfo(uid, { drawn: 1, wins, ...account }) });
}

const won = (tier: Tier, chances: number): Visit => ({
  name: `won-${tier}`,
  acts: ['draw'],
  visit: (data, uid) => served(data, uid, { chances: chances + 1 }),
  draw: (data, uid) => drawn(uid, prizeOfTier(data, tier), { chances }),
});

const VISITS: readonly Visit[] = [
  { name: 'loading', visit: () => ({ kind: 'hang' }) },
  { name: 'running', visit: (data, uid) => served(data, uid) },
  { name: 'unlimited', visit: (data, uid) => served(data, uid, { chances: null }) },
  {
    name: 'drawing',
    acts: ['draw'],
    visit: (data, uid) => served(data, uid),
    draw: () => ({ kind: 'hang' }),
  },
  {
    name: 'confirming',
    acts: ['draw'],
    visit: (data, uid) => served(data, uid),
    draw: () => ({ kind: 'drop' }),
  },
  won('grand', 2),
  won('fine', 2),
  won('small', 1),
  won('consolation', 1),
  {
    name: 'not-won',
    acts: ['draw'],
    visit: (data, uid) => served(data, uid),
    draw: (_, uid) => drawn(uid, null, { chances: 2 }),
  },
  {
    name: 'not-won-last',
    acts: ['draw'],
    visit: (data, uid) => served(data, uid, { chances: 1 }),
    draw: (_, uid) => drawn(uid, null, { chances: 0 }),
  },
  {
    name: 'no-chance-today',
    visit: (data, uid) =>
      served(data, uid, { chances: 0, drawn: 3 }, { next_chance_at: iso(Date.now() + 5.3 * 3_600_000) }),
  },
  {
    name: 'no-chance',
    visit: (data, uid) => served(data, uid, { chances: 0, drawn: 10, ways: [] }, { next_chance_at: null }),
  },
  {
    name: 'my-prizes',
    acts: ['open-prizes'],
    visit: (data, uid) => served(data, uid, { drawn: 6, wins: prizesOf(data).slice(0, 5) }),
  },
  { name: 'fairness', acts: ['open-fairness'], visit: (data, uid) => served(data, uid) },
  { name: 'not-started', visit: (data) => refused(data, 1003, '活动未开始', 'not_started') },
  { name: 'not-started-stranger', visit: (data) => refused(data, 1004, '请先登录', 'not_started') },
  {
    name: 'ended',
    visit: (data) => refused(data, 1003, '活动已结束', 'ended'),
    prizes: (data, uid) =>
      json(0, 'ok', drawInfo(uid, { chances: 0, drawn: 4, wins: prizesOf(data).slice(0, 2) })),
  },
  {
    name: 'ended-stranger',
    visit: (data) => refused(data, 1004, '请先登录', 'ended'),
    prizes: (data) => refused(data, 1004, '请先登录', 'ended'),
  },
  { name: 'please-log-in', visit: (data) => refused(data, 1004, '请先登录') },
  { name: 'login-expired', visit: (data) => refused(data, 1005, '登录已失效，请重新登录') },
  { name: 'wrong-zone', visit: (data) => refused(data, 1006, '当前区域不可参与') },
  { name: 'paused', visit: (data) => refused(data, 1007, '活动暂停') },
  { name: 'no-such-activity', visit: () => json(1002, '没有该活动', '') },
  { name: 'busy', visit: () => busy(5003, 503, 20) },
  { name: 'too-many-requests', visit: () => busy(4029, 429, 20) },
  { name: 'not-an-answer', visit: () => ({ kind: 'json', status: 502, body: 'Bad Gateway' }) },
  { name: 'no-network', visit: () => ({ kind: 'drop' }) },
];

export const MOCK_STATES: readonly MockState[] = VISITS.map(
  ({ name, acts = [], visit, draw, prizes }): MockState => ({
    name,
    acts,
    answer(data, path) {
      const uid = `mock-${name}`;
      switch (path) {
        case 'static':
          return visit(data, uid);
        case 'shake/draw':
          return draw?.(data, uid) ?? drawn(uid, null, { chances: 2 });
        case 'shake/prizes':
          return prizes?.(data, uid) ?? json(0, 'ok', drawInfo(uid, {}));
        case 'shake/live':
          return live(data);
        case 'shake/chances':
          return json(0, 'ok', { earned: 1, user_draw_info: drawInfo(uid, { chances: 1 }) });
        case 'shake/ticket': {
          const expires_at = iso(Date.now() + 120 * SECOND);
          return json(0, 'ok', { url: 'https://shop.example/counter/#t=ticket', expires_at });
        }
        case 'shake/claim':
          return busy(5003, 503, 20);
        case 'shake/fairness':
          return json(0, 'ok', { algorithm: 'HMAC-SHA256', commitment: null, seeds: [], rules: [] });
        default:
          return json(4004, '页面不存在', '', {}, 404);
      }
    },
  }),
);
