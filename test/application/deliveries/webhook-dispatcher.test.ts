import { expect } from 'chai';
import { sql } from 'kysely';
import {
  openMigratedRecords,
  type RecordDatabase,
} from '../../../src/adapters/sql/records/record-database.ts';
import { SqlDeliveryDesk } from '../../../src/adapters/sql/records/sql-delivery-desk.ts';
import { SqlDeliveryQueue } from '../../../src/adapters/sql/records/sql-delivery-queue.ts';
import { SqlEndpointStates } from '../../../src/adapters/sql/records/sql-endpoint-states.ts';
import { cryptoEntropy } from '../../../src/adapters/system/crypto-entropy.ts';
import type { DispatchParts } from '../../../src/application/deliveries/endpoint-dispatch.ts';
import { WebhookDispatcher } from '../../../src/application/deliveries/webhook-dispatcher.ts';
import type { WebhookEndpoint } from '../../../src/domain/deliveries/webhook-endpoint.ts';
import type {
  WebhookAnswer,
  WebhookMessage,
  WebhookSender,
} from '../../../src/domain/deliveries/webhook-sender.ts';
import type { Vault } from '../../../src/domain/shared/vault.ts';
import { deliveryOf, insertDeliveries, webhookRow } from '../../support/delivery-rows.ts';
import { recordTargets } from '../../support/record-stores.ts';
import { VirtualTime } from '../../support/virtual-time.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const START = Date.UTC(2026, 10, 11);

const endpoint = (name: string): WebhookEndpoint => ({ name, url: `http://${name}.test`, secrets: [] });
const http = (status: number, retryAfterMs: number | null = null): WebhookAnswer => ({
  kind: 'answered',
  status,
  retryAfterMs,
});

/** Receivers that take their time, and what came to them. */
class Receivers implements WebhookSender {
  readonly #time: VirtualTime;
  readonly seen: { endpoint: string; id: string; at: number; underWay: number; message: WebhookMessage }[] =
    [];
  readonly delivered: string[] = [];
  answer: (message: WebhookMessage, endpoint: string) => WebhookAnswer = () => http(200);
  latencyMs: (endpoint: string) => number = () => 50;
  readonly #underWay = new Map<string, number>();

  constructor(time: VirtualTime) {
    this.#time = time;
  }

  async send(
    { name }: WebhookEndpoint,
    message: WebhookMessage,
    signal: AbortSignal,
  ): Promise<WebhookAnswer> {
    const underWay = (this.#underWay.get(name) ?? 0) + 1;
    this.#underWay.set(name, underWay);
    this.seen.push({ endpoint: name, id: message.id, at: this.#time.elapsed(), underWay, message });
    await this.#time.sleep(this.latencyMs(name), signal);
    this.#underWay.set(name, (this.#underWay.get(name) ?? 0) - 1);
    if (signal.aborted) return { kind: 'unanswered', reason: 'ended before an answer' };
    const answer = this.answer(message, name);
    if (answer.kind === 'answered' && answer.status < 300) this.delivered.push(message.id);
    return answer;
  }

  to(name: string) {
    return this.seen.filter((each) => each.endpoint === name);
  }
}

describe('the dispatcher of webhooks', () => {
  let time: VirtualTime;
  let records: RecordDatabase;
  let receivers: Receivers;
  let reports: { fault: string; text: string }[];
  const running: WebhookDispatcher[] = [];

  beforeEach(async () => {
    time = new VirtualTime(START);
    records = await openMigratedRecords(await recordTargets.SQLite(), 'operations');
    // Only a power cut would show it, and it takes most of the time of 20,000 transactions.
    await sql`pragma synchronous = off`.execute(records.db);
    receivers = new Receivers(time);
    reports = [];
  });
  afterEach(async () => {
    for (const dispatcher of running.splice(0)) await ended(dispatcher);
    await records.close();
  });

  const row = (no: number, changes = {}) =>
    webhookRow(no, { won_at: START + no, due_at: START + no, changed_at: START, ...changes });

  function start(names: readonly string[] = ['crm'], parts: Partial<DispatchParts> = {}): WebhookDispatcher {
    const endpoints = new Map(names.map((name) => [name, endpoint(name)]));
    const dispatcher = new WebhookDispatcher(endpoints, {
      queue: new SqlDeliveryQueue(records),
      states: new SqlEndpointStates(records),
      sender: receivers,
      vault: null,
      clock: time,
      timer: time,
      entropy: cryptoEntropy,
      reporter: {
        report: (fault, error, context) =>
          reports.push({ fault, text: `${error} ${JSON.stringify(context)}` }),
      },
      ...parts,
    });
    dispatcher.start();
    running.push(dispatcher);
    return dispatcher;
  }

  async function ended(dispatcher: WebhookDispatcher): Promise<void> {
    let isEnded = false;
    const closing = dispatcher.close().then(() => {
      isEnded = true;
    });
    await time.pass(MINUTE, () => isEnded);
    await closing;
  }

  const states = async () => {
    const rows = await records.db.selectFrom('deliveries').select('state').execute();
    return rows.map(({ state }) => state);
  };

  it('delivers everything that 12 hours of an outage have left, the oldest first and without a herd', async function () {
    this.timeout(300_000);
    const COUNT = process.env.LONG === '1' ? 10_000 : 2000;
    await insertDeliveries(
      records,
      Array.from({ length: COUNT }, (_, no) => row(no + 1)),
    );
    let isAway = true;
    receivers.answer = () => (isAway ? { kind: 'unanswered', reason: 'connection refused' } : http(200));
    start();
    await time.pass(12 * HOUR);
    const asked = receivers.seen.length;
    // One probe a minute, so that nearly nothing has used up attempts.
    expect(asked).to.be.within(600, 800);
    expect(receivers.seen.every(({ underWay }) => underWay <= 8)).to.equal(true);
    isAway = false;
    const backAt = time.elapsed();
    await time.pass(HOUR, () => receivers.delivered.length === COUNT);
    expect(receivers.delivered.length).to.equal(COUNT);
    expect(new Set(receivers.delivered).size).to.equal(COUNT);
    const after = receivers.seen.slice(asked);
    expect(after.every(({ underWay }) => underWay <= 8)).to.equal(true);
    // 50 ms an answer: a second with one slot is 20, with eight 160.
    const inSecond = (second: number) =>
      after.filter(({ at }) => Math.floor((at - backAt) / SECOND) === second).length;
    const first = Math.floor(((after[0]?.at ?? 0) - backAt) / SECOND);
    expect(inSecond(first)).to.be.at.most(25);
    expect(inSecond(first + 1)).to.be.at.most(60);
    for (let second = 0; second < 120; second++) expect(inSecond(second)).to.be.at.most(170);
    // The first few came before those that were tried in vain were brought forward; eight at once overtake one another.
    const places = receivers.delivered.slice(3).map((id) => Number(id.slice(5)));
    let highest = 0;
    for (const place of places) {
      expect(place).to.be.greaterThan(highest - 20);
      highest = Math.max(highest, place);
    }
    expect((await states()).every((state) => state === 'delivered')).to.equal(true);
    const told = reports.filter(({ fault }) => fault.startsWith('a webhook endpoint is left alone'));
    expect(told.length).to.equal(1);
  });

  it('brings forward what an outage has left, also where the record store fails at it', async () => {
    await insertDeliveries(
      records,
      Array.from({ length: 20 }, (_, no) => row(no + 1)),
    );
    let [isAway, failures] = [true, 2];
    receivers.answer = () => (isAway ? { kind: 'unanswered', reason: 'connection refused' } : http(200));
    const queue = new SqlDeliveryQueue(records);
    start(['crm'], {
      queue: {
        claim: (claiming) => queue.claim(claiming),
        settle: (...given) => queue.settle(...given),
        bringForward: async (...given) => {
          if (failures === 0) return queue.bringForward(...given);
          failures -= 1;
          throw new Error('away');
        },
        endpoints: () => queue.endpoints(),
      },
    });
    await time.pass(20 * MINUTE);
    isAway = false;
    // By the schedule alone, the last of them would come after half an hour.
    await time.pass(3 * MINUTE);
    expect(receivers.delivered.length).to.equal(20);
    const told = reports.filter(({ text }) => text.includes('away'));
    expect(told).to.deep.equal(
      Array(2).fill({
        fault: 'deliveries wait for the record store',
        text: 'Error: away {"endpoint":"crm"}',
      }),
    );
    expect(failures).to.equal(0);
  });

  it('does not let a slow endpoint delay another', async () => {
    await insertDeliveries(records, [
      ...Array.from({ length: 40 }, (_, no) => row(no + 1, { endpoint: 'slow' })),
      ...Array.from({ length: 40 }, (_, no) => row(no + 41, { endpoint: 'fast' })),
    ]);
    receivers.latencyMs = (name) => (name === 'slow' ? 9900 : 10);
    start(['slow', 'fast']);
    await time.pass(5 * SECOND);
    expect(receivers.to('fast').length).to.equal(40);
    expect(receivers.to('slow').length).to.equal(1);
    await time.pass(5 * MINUTE);
    expect((await states()).every((state) => state === 'delivered')).to.equal(true);
  });

  it('keeps the schedule, and sends the same id each time', async () => {
    await insertDeliveries(records, [row(1)]);
    receivers.answer = () => http(500);
    start();
    await time.pass(HOUR);
    expect(receivers.seen.every(({ id }) => id === 'draw-000001')).to.equal(true);
    const gaps = receivers.seen.slice(1).map(({ at }, no) => (at - receivers.seen[no]!.at) / MINUTE);
    const schedule = [5 / 60, 5, 30];
    expect(gaps.length).to.equal(schedule.length);
    // It is looked once a second.
    for (const [no, gap] of gaps.entries()) {
      expect(gap).to.be.within(schedule[no]!, schedule[no]! * 1.2 + 1.1 / 60);
    }
    const { state, attempts, last_error } = await deliveryOf(records, 'draw-000001');
    expect({ state, attempts, last_error }).to.deep.equal({
      state: 'preparing',
      attempts: 4,
      last_error: 'HTTP 500',
    });
  });

  it('gives up at the end of the schedule, and keeps the delivery', async () => {
    await insertDeliveries(records, [row(1, { attempts: 7 })]);
    receivers.answer = () => http(500);
    start();
    await time.pass(10 * SECOND);
    const { state, attempts, last_error, due_at } = await deliveryOf(records, 'draw-000001');
    expect({ state, attempts, last_error, due_at }).to.deep.equal({
      state: 'failed',
      attempts: 8,
      last_error: 'HTTP 500',
      due_at: null,
    });
    const told = reports.find(({ fault }) => fault === 'a delivery has failed');
    expect(told?.text).to.equal(
      'Error: HTTP 500 {"endpoint":"crm","activity_id":"1055","draw_id":"draw-000001"}',
    );
  });

  it('tries failed ones anew when an operator says so', async () => {
    await insertDeliveries(records, [row(1), row(2)]);
    receivers.answer = () => http(404);
    start();
    await time.pass(10 * SECOND);
    expect(await states()).to.deep.equal(['failed', 'failed']);
    receivers.answer = () => http(200);
    const desk = new SqlDeliveryDesk(records);
    expect(await desk.retry({ activityId: null, endpoint: null, drawIds: null }, time.now())).to.equal(2);
    await time.pass(10 * SECOND);
    expect(await states()).to.deep.equal(['delivered', 'delivered']);
  });

  it('stops an endpoint at 410, tells it once, and goes on when it is started', async () => {
    await insertDeliveries(
      records,
      Array.from({ length: 30 }, (_, no) => row(no + 1, { endpoint: no < 20 ? 'gone' : 'other' })),
    );
    receivers.answer = (_, name) => http(name === 'gone' ? 410 : 200);
    start(['gone', 'other']);
    await time.pass(5 * MINUTE);
    expect(receivers.to('gone').length).to.be.at.most(8);
    expect(receivers.to('other').length).to.equal(10);
    const endpointStates = new SqlEndpointStates(records);
    expect((await endpointStates.stopped()).map(({ name, reason }) => [name, reason])).to.deep.equal([
      ['gone', 'HTTP 410'],
    ]);
    expect(reports.filter(({ fault }) => fault.includes('is stopped')).length).to.equal(1);
    expect(await deliveryOf(records, 'draw-000001')).to.include({ attempts: 0, state: 'preparing' });
    receivers.answer = () => http(200);
    await endpointStates.start('gone');
    await time.pass(2 * MINUTE);
    expect((await states()).every((state) => state === 'delivered')).to.equal(true);
  });

  it('leaves an endpoint alone for as long as it asks for', async () => {
    await insertDeliveries(
      records,
      Array.from({ length: 5 }, (_, no) => row(no + 1)),
    );
    let isFirst = true;
    receivers.answer = () => {
      if (!isFirst) return http(200);
      isFirst = false;
      return http(429, 30 * SECOND);
    };
    start();
    await time.pass(29 * SECOND);
    expect(receivers.seen.length).to.equal(1);
    await time.pass(10 * SECOND);
    expect(receivers.delivered.length).to.equal(5);
  });

  it('sends at once what the relay has woken it for', async () => {
    const dispatcher = start();
    await time.pass(10 * SECOND + 500);
    await insertDeliveries(records, [row(1)]);
    dispatcher.wake();
    await time.pass(10);
    expect(receivers.seen.length).to.equal(1);
  });

  it('goes on by itself after the record store was away, without sending anything twice', async () => {
    await insertDeliveries(
      records,
      Array.from({ length: 20 }, (_, no) => row(no + 1)),
    );
    const queue = new SqlDeliveryQueue(records);
    let isAway = false;
    const away = <T>(work: () => Promise<T>) => (isAway ? Promise.reject(new Error('away')) : work());
    start(['crm'], {
      queue: {
        claim: (claiming) => away(() => queue.claim(claiming)),
        settle: (...given) => away(() => queue.settle(...given)),
        bringForward: (...given) => away(() => queue.bringForward(...given)),
        endpoints: () => away(() => queue.endpoints()),
      },
    });
    await time.pass(1020);
    isAway = true;
    await time.pass(10 * SECOND);
    const sent = receivers.seen.length;
    expect(sent).to.be.within(1, 19);
    await time.pass(3 * SECOND);
    expect(receivers.seen.length).to.equal(sent);
    isAway = false;
    await time.pass(MINUTE);
    expect(receivers.seen.length).to.equal(20);
    expect((await states()).every((state) => state === 'delivered')).to.equal(true);
  });

  it('sends again, under the same id, what a killed sender held', async () => {
    await insertDeliveries(records, [row(1), row(2)]);
    // It has sent, and dies before it has written that down.
    const queue = new SqlDeliveryQueue(records);
    await queue.claim({ endpoint: 'crm', limit: 1, now: time.now() + 10, leaseMs: 30 * SECOND });
    start();
    await time.pass(20 * SECOND);
    expect(receivers.delivered).to.deep.equal(['draw-000002']);
    await time.pass(20 * SECOND);
    expect(receivers.delivered).to.deep.equal(['draw-000002', 'draw-000001']);
  });

  it('lets attempts end that are under way when it is closed, and gives the others back', async () => {
    await insertDeliveries(
      records,
      Array.from({ length: 20 }, (_, no) => row(no + 1)),
    );
    receivers.latencyMs = () => 2000;
    const dispatcher = start();
    await time.pass(2500);
    const underWay = receivers.seen.length - receivers.delivered.length;
    expect(underWay).to.be.greaterThan(0);
    await ended(dispatcher);
    expect(receivers.delivered.length).to.equal(receivers.seen.length);
    const rows = await records.db.selectFrom('deliveries').selectAll().execute();
    expect(rows.filter(({ state }) => state === 'delivered').length).to.equal(receivers.seen.length);
    expect(rows.every(({ lease_until }) => lease_until === null)).to.equal(true);
  });

  it('ends attempts that take too long for its own end, and leaves them due', async () => {
    await insertDeliveries(records, [row(1)]);
    receivers.latencyMs = () => 9500;
    const dispatcher = start();
    await time.pass(1500);
    expect(receivers.seen.length).to.equal(1);
    const before = time.elapsed();
    await ended(dispatcher);
    expect(time.elapsed() - before).to.be.at.most(8000);
    const { attempts, lease_until, due_at, last_error } = await deliveryOf(records, 'draw-000001');
    expect({ attempts, lease_until, last_error }).to.deep.equal({
      attempts: 1,
      lease_until: null,
      last_error: 'ended before an answer',
    });
    expect(due_at).to.be.at.most(time.now());
  });

  it('sends the form that it opens, and lets one wait that it cannot open', async () => {
    await insertDeliveries(records, [
      row(1, { method: 'form', state: 'form_received' }),
      row(2, { method: 'form', state: 'form_received' }),
    ]);
    const forms = [
      { activity_id: '1055', draw_id: 'draw-000001', form: 'sealed {"phone":"+8613800138000"}' },
      { activity_id: '1055', draw_id: 'draw-000002', form: 'of another key' },
    ];
    await records.db
      .insertInto('forms')
      .values(forms.map((form) => ({ ...form, received_at: START, changed_at: START })))
      .execute();
    const vault = {
      open: (sealed: string, place: string) => {
        if (!sealed.startsWith('sealed ') || place !== 'form:1055:draw-000001') throw new Error('no key');
        return sealed.slice(7);
      },
    } as Vault;
    start(['crm'], { vault });
    await time.pass(MINUTE);
    expect(receivers.seen.map(({ message }) => message.prize.form)).to.deep.equal([
      { phone: '+8613800138000' },
    ]);
    expect(await deliveryOf(records, 'draw-000002')).to.include({ state: 'form_received', attempts: 0 });
    expect(JSON.stringify(reports)).to.include('a form cannot be opened').and.not.include('138001');
  });

  it('lets deliveries wait whose endpoint is not known, and names it once', async () => {
    await insertDeliveries(records, [row(1, { endpoint: 'elsewhere' })]);
    start();
    await time.pass(5 * MINUTE);
    expect(await deliveryOf(records, 'draw-000001')).to.include({ state: 'preparing', attempts: 0 });
    expect(reports.map(({ text }) => text)).to.deep.equal([
      'Error: ENDPOINTS_FILE has no endpoint "elsewhere" {"endpoint":"elsewhere"}',
    ]);
  });

  it('shares the work with another process, each delivery once', async () => {
    await insertDeliveries(
      records,
      Array.from({ length: 200 }, (_, no) => row(no + 1)),
    );
    start();
    start();
    await time.pass(MINUTE);
    expect(receivers.seen.length).to.equal(200);
    expect(new Set(receivers.delivered).size).to.equal(200);
  });
});
