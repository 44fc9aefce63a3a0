import { expect } from 'chai';
import fc from 'fast-check';
import {
  openMigratedRecords,
  type RecordDatabase,
} from '../../../../src/adapters/sql/records/record-database.ts';
import type { RecordTarget } from '../../../../src/adapters/sql/records/record-target.ts';
import { SqlDeliveryQueue } from '../../../../src/adapters/sql/records/sql-delivery-queue.ts';
import { SqlEndpointStates } from '../../../../src/adapters/sql/records/sql-endpoint-states.ts';
import type { ClaimedDelivery, Settlement } from '../../../../src/domain/deliveries/delivery-queue.ts';
import { DependencyError } from '../../../../src/domain/shared/dependency-error.ts';
import { deliveryOf, insertDeliveries, webhookRow } from '../../../support/delivery-rows.ts';
import { recordStoreNames, recordTargets } from '../../../support/record-stores.ts';

const NOW = 1_000_000;
const LEASE_MS = 30_000;
const ids = (claims: readonly ClaimedDelivery[]) => claims.map(({ prize }) => prize.drawId);
const numbers = (claims: readonly ClaimedDelivery[]) => claims.map(({ prize }) => prize.unit);

for (const name of recordStoreNames) {
  describe(`the queue of deliveries in ${name}`, () => {
    let target: RecordTarget;
    let records: RecordDatabase;
    let queue: SqlDeliveryQueue;
    const opened: RecordDatabase[] = [];

    beforeEach(async () => {
      target = await recordTargets[name]();
      records = await open();
      queue = new SqlDeliveryQueue(records);
    });
    afterEach(async () => {
      for (const each of opened.splice(0)) await each.close();
    });

    async function open(): Promise<RecordDatabase> {
      const records = await openMigratedRecords(target, 'operations');
      opened.push(records);
      return records;
    }

    const claim = (limit = 50, now = NOW, from = queue) =>
      from.claim({ endpoint: 'crm', limit, now, leaseMs: LEASE_MS });

    it('gives what is due of one endpoint, the oldest first, at most so many', async () => {
      await insertDeliveries(records, [
        webhookRow(3),
        webhookRow(1),
        webhookRow(2),
        webhookRow(4, { endpoint: 'other' }),
        webhookRow(5, { due_at: NOW + 1 }),
        webhookRow(6, { due_at: null, state: 'delivered' }),
        webhookRow(7, { method: 'hand', endpoint: null, due_at: null, state: 'ready' }),
      ]);
      expect(numbers(await claim(2))).to.deep.equal([1, 2]);
      expect(numbers(await claim())).to.deep.equal([3]);
      expect(await claim()).to.deep.equal([]);
    });

    it('gives those first that were won first, where they became due together', async () => {
      await insertDeliveries(records, [
        webhookRow(1, { won_at: 30, due_at: 500 }),
        webhookRow(2, { won_at: 10, due_at: 500 }),
        webhookRow(3, { won_at: 20, due_at: 500 }),
      ]);
      expect(numbers(await claim())).to.deep.equal([2, 3, 1]);
    });

    it('gives all that a message needs', async () => {
      await insertDeliveries(records, [
        webhookRow(1, { method: 'form', state: 'form_received', attempts: 2, value: null }),
      ]);
      await records.db
        .insertInto('forms')
        .values({
          activity_id: '1055',
          draw_id: 'draw-000001',
          form: 'sealed',
          received_at: 2,
          changed_at: 3,
        })
        .execute();
      expect(await claim()).to.deep.equal([
        {
          prize: {
            activityId: '1055',
            drawId: 'draw-000001',
            uid: 'u1',
            prizeId: 'coupon-10',
            unit: 1,
            name: '10元优惠券',
            value: null,
            wonAt: 1,
          },
          sealedForm: 'sealed',
          wantsForm: true,
          attempts: 2,
          fence: 1,
        },
      ]);
    });

    it('writes what came of a claim', async () => {
      const settlements: Settlement[] = [
        { kind: 'delivered' },
        { kind: 'failed', error: 'HTTP 404' },
        { kind: 'retry', dueAt: NOW + 5000, error: 'HTTP 500' },
        { kind: 'put_back', error: 'HTTP 410' },
        { kind: 'put_back', error: null },
      ];
      await insertDeliveries(
        records,
        settlements.map((_, at) => webhookRow(at + 1, { attempts: 1, last_error: 'before' })),
      );
      const claims = await claim();
      for (const [at, settlement] of settlements.entries()) {
        expect(await queue.settle(claims[at]!, settlement, NOW + 7)).to.equal(true);
      }
      const rows = await Promise.all(ids(claims).map((id) => deliveryOf(records, id)));
      expect(
        rows.map((row) => [row.state, row.attempts, row.due_at, row.lease_until, row.last_error]),
      ).to.deep.equal([
        ['delivered', 2, null, null, null],
        ['failed', 2, null, null, 'HTTP 404'],
        ['preparing', 2, NOW + 5000, null, 'HTTP 500'],
        ['preparing', 1, 4, null, 'HTTP 410'],
        ['preparing', 1, 5, null, 'before'],
      ]);
      expect(rows.map((row) => row.changed_at)).to.deep.equal([NOW + 7, NOW + 7, 3, 4, 5]);
    });

    it('gives a delivery again when the lease has ended, and takes nothing from who had it', async () => {
      await insertDeliveries(records, [webhookRow(1)]);
      const [first] = await claim();
      expect(await claim(50, NOW + LEASE_MS - 1)).to.deep.equal([]);
      const [second] = await claim(50, NOW + LEASE_MS);
      expect(second?.fence).to.equal(2);
      expect(await queue.settle(first!, { kind: 'delivered' }, NOW)).to.equal(false);
      expect((await deliveryOf(records, 'draw-000001')).state).to.equal('preparing');
      expect(await queue.settle(second!, { kind: 'delivered' }, NOW)).to.equal(true);
      expect(await queue.settle(second!, { kind: 'failed', error: 'x' }, NOW)).to.equal(false);
      expect((await deliveryOf(records, 'draw-000001')).state).to.equal('delivered');
    });

    it('leaves alone what an operator has ended meanwhile', async () => {
      await insertDeliveries(records, [webhookRow(1)]);
      const [mine] = await claim();
      await records.db.updateTable('deliveries').set({ state: 'delivered', due_at: null }).execute();
      expect(await queue.settle(mine!, { kind: 'failed', error: 'HTTP 404' }, NOW)).to.equal(false);
      expect((await deliveryOf(records, 'draw-000001')).state).to.equal('delivered');
    });

    it('does not wait for a lease of a clock that was days ahead', async () => {
      await insertDeliveries(records, [webhookRow(1)]);
      await claim(50, NOW + 3 * 24 * 3_600_000);
      expect(ids(await claim())).to.deep.equal(['draw-000001']);
    });

    it('gives nothing of an endpoint that is stopped', async () => {
      const states = new SqlEndpointStates(records);
      await insertDeliveries(records, [webhookRow(1)]);
      await states.stop({ name: 'crm', stoppedAt: 1, reason: 'HTTP 410' });
      expect(await claim()).to.deep.equal([]);
      await states.start('crm');
      expect(numbers(await claim())).to.deep.equal([1]);
    });

    it('brings forward what waits after an attempt, in the order of the wins', async () => {
      await insertDeliveries(records, [
        webhookRow(1, { attempts: 3, due_at: NOW + 9000 }),
        webhookRow(2, { attempts: 4, due_at: NOW + 5000 }),
        webhookRow(3),
        webhookRow(4, { method: 'form', state: 'form_received', due_at: NOW + 60_000 }),
        webhookRow(5, { attempts: 1, due_at: NOW + 60_000, endpoint: 'other' }),
        webhookRow(6, { attempts: 1, due_at: NOW + 60_000, won_at: NOW + 500 }),
        webhookRow(7, { attempts: 1, due_at: NOW - 500, won_at: 0 }),
      ]);
      expect(await queue.bringForward('crm', NOW)).to.equal(4);
      expect(await queue.bringForward('crm', NOW)).to.equal(0);
      expect(numbers(await claim())).to.deep.equal([7, 1, 2, 3, 6]);
    });

    it('names the endpoints that deliveries wait for', async () => {
      expect(await queue.endpoints()).to.deep.equal([]);
      await insertDeliveries(records, [
        webhookRow(1),
        webhookRow(2, { endpoint: 'b' }),
        webhookRow(3, { endpoint: 'b', due_at: NOW * 2 }),
        webhookRow(4, { endpoint: 'done', due_at: null }),
        webhookRow(5, { endpoint: null, due_at: null }),
      ]);
      expect(await queue.endpoints()).to.deep.equal(['b', 'crm']);
    });

    it('never gives one delivery to two senders at once', async () => {
      await insertDeliveries(
        records,
        Array.from({ length: 300 }, (_, no) => webhookRow(no + 1)),
      );
      const queues = [queue, new SqlDeliveryQueue(await open()), new SqlDeliveryQueue(await open())];
      const held: string[] = [];
      await Promise.all(
        queues.map(async (each) => {
          for (let got = await claim(7, NOW, each); got.length > 0; got = await claim(7, NOW, each)) {
            held.push(...ids(got));
          }
        }),
      );
      expect(held.length).to.be.greaterThan(0);
      // Where the others' rows were locked, one may have seen nothing and gone.
      held.push(...ids(await claim(300)));
      expect(held.length).to.equal(300);
      expect(new Set(held).size).to.equal(300);
    });

    it('keeps its promises under any order of claims, ends and deaths', async function () {
      this.timeout(120_000);
      const steps = fc.array(
        fc.oneof(
          fc.record({ kind: fc.constant('claim' as const), limit: fc.integer({ min: 1, max: 4 }) }),
          fc.record({
            kind: fc.constant('settle' as const),
            // An index into all claims ever made: also those of senders that died, or have settled it.
            which: fc.nat(20),
            as: fc.constantFrom('delivered', 'failed', 'retry', 'put_back'),
          }),
          fc.record({ kind: fc.constant('pass' as const), ms: fc.integer({ min: 1, max: 40_000 }) }),
        ),
        { maxLength: 40 },
      );
      await fc.assert(
        fc.asyncProperty(steps, async (all) => {
          await records.db.deleteFrom('deliveries').execute();
          await insertDeliveries(
            records,
            Array.from({ length: 6 }, (_, no) => webhookRow(no + 1)),
          );
          let now = NOW;
          const made: { claim: ClaimedDelivery; until: number; isSettled: boolean }[] = [];
          const ended = new Set<string>();
          for (const step of all) {
            if (step.kind === 'pass') now += step.ms;
            else if (step.kind === 'claim') {
              for (const got of await claim(step.limit, now)) {
                const id = got.prize.drawId;
                expect(ended.has(id), 'given after its end').to.equal(false);
                const others = made.filter((each) => each.claim.prize.drawId === id);
                for (const other of others) {
                  expect(other.isSettled || other.until <= now, 'held by two').to.equal(true);
                  expect(got.fence).to.be.greaterThan(other.claim.fence);
                }
                made.push({ claim: got, until: now + LEASE_MS, isSettled: false });
              }
            } else {
              const one = made[step.which % Math.max(1, made.length)];
              if (!one) continue;
              const id = one.claim.prize.drawId;
              const isLatest = made.filter(({ claim }) => claim.prize.drawId === id).at(-1) === one;
              const took = await queue.settle(one.claim, settlementOf(step.as, now), now);
              expect(took).to.equal(isLatest && !one.isSettled);
              if (!took) continue;
              one.isSettled = true;
              if (step.as === 'delivered' || step.as === 'failed') ended.add(id);
            }
          }
          // Nothing is lost: whatever was done, after the leases and the retries the rest is there.
          const left = ids(await claim(50, now + 10 * LEASE_MS));
          expect(left.length).to.equal(6 - ended.size);
        }),
        { numRuns: 40 },
      );
    });

    it('reports a store that is away as a fault of the store', async () => {
      await records.db.schema.dropTable('deliveries').execute();
      const error = await claim().then(
        () => null,
        (thrown) => thrown,
      );
      expect(error).to.be.instanceOf(DependencyError);
    });
  });

  describe(`the states of endpoints in ${name}`, () => {
    it('let one of those who stop it know that it was the first', async () => {
      const records = await openMigratedRecords(await recordTargets[name](), 'operations');
      try {
        const states = new SqlEndpointStates(records);
        const stops = await Promise.all(
          [1, 2, 3].map((stoppedAt) => states.stop({ name: 'crm', stoppedAt, reason: 'HTTP 410' })),
        );
        expect(stops.filter((isFirst) => isFirst).length).to.equal(1);
        expect((await states.stopped()).map((each) => each.name)).to.deep.equal(['crm']);
        expect([await states.start('crm'), await states.start('crm')]).to.deep.equal([true, false]);
        expect(await states.stopped()).to.deep.equal([]);
      } finally {
        await records.close();
      }
    });
  });
}

function settlementOf(kind: string, now: number): Settlement {
  switch (kind) {
    case 'retry':
      return { kind, dueAt: now + 5000, error: 'HTTP 500' };
    case 'failed':
      return { kind, error: 'HTTP 404' };
    case 'put_back':
      return { kind, error: null };
    default:
      return { kind: 'delivered' };
  }
}
