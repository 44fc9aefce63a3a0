import type { Page, Route } from 'playwright-core';

type Json = Record<string, unknown>;

const FIELDS = ['name', 'phone', 'address'];
const VALUES = {
  name: '王小明',
  phone: '138 0013 8000',
  address: '上海市浦东新区世纪大道 100 号\n环球金融中心 3208 室',
};

export const DELIVERIES = {
  preparing: { by: 'code', state: 'preparing' },
  code: { by: 'code', state: 'ready', code: 'K7Q2-9MXD-4TPA' },
  wanted: { by: 'form', state: 'form_wanted', form: { fields: FIELDS } },
  received: { by: 'form', state: 'form_received', form: { fields: FIELDS, values: VALUES } },
  counter: { by: 'counter', state: 'ready' },
  redeemed: { by: 'counter', state: 'redeemed' },
  hand: { by: 'hand', state: 'ready' },
  delivered: { by: 'webhook', state: 'delivered' },
  failed: { by: 'webhook', state: 'failed' },
} satisfies Readonly<Record<string, object>>;

export const VALUES_OF_FORM = VALUES;

/** Lets the service answer, and changes what it answers. */
async function patch(route: Route, change: (data: Json) => Json): Promise<void> {
  const response = await route.fetch();
  const json = await response.json();
  await route.fulfill({ response, json: json.ret === 0 ? { ...json, data: change(json.data) } : json });
}

/** Says how the user's prizes reach the user, in every answer that lists them. */
export async function deliver(page: Page, prizeOf: (prize: Json, index: number) => Json): Promise<void> {
  const withPrizes = (info: Json): Json =>
    Array.isArray(info?.['prizes'])
      ? { ...info, prizes: info['prizes'].map((prize, index) => ({ ...prize, ...prizeOf(prize, index) })) }
      : info;
  const inside = (data: Json): Json => ({
    ...data,
    user_draw_info: withPrizes(data['user_draw_info'] as Json),
  });
  await page.route('**/static', (route) => patch(route, inside));
  await page.route('**/shake/draw', (route) => patch(route, inside));
  await page.route('**/shake/prizes', (route) => patch(route, withPrizes));
}

const envelope = (ret: number, msg: string, data: unknown, more: object = {}) => ({
  json: { ret, msg, data, timestamp: Math.floor(Date.now() / 1000), ...more },
});

export const served = (data: unknown) => envelope(0, 'ok', data);
export const refused = (ret: number, detail: object) => envelope(ret, '', '', { detail });

/** Serves tickets that live as long as given. */
export async function serveTickets(page: Page, lifeMs = 60_000): Promise<void> {
  let number = 0;
  await page.route('**/shake/ticket', (route) => {
    number += 1;
    const ticket = `ticket-${number}-${'a1B2c3D4'.repeat(8)}`;
    const url = `https://market.example/cms-market/counter#${ticket}`;
    const expires_at = new Date(Date.now() + lifeMs).toISOString();
    return route.fulfill(served({ ticket, url, expires_at }));
  });
}
