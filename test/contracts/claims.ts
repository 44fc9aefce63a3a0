import { expect } from 'chai';
import { type ClaimResult, type Claims, FORM_SENT_AFTER_MS } from '../../src/domain/deliveries/claims.ts';
import { DependencyError } from '../../src/domain/shared/dependency-error.ts';
import type { DeliveryRow } from '../support/delivery-rows.ts';

interface Recorded {
  readonly state: string;
  readonly dueAt: number | null;
  readonly changedAt: number;
  readonly form: string | null;
  readonly receivedAt: number | null;
  readonly formChangedAt: number | null;
}

export interface ClaimsStore {
  readonly claims: Claims;
  /** Records deliveries. @returns their draw ids */
  add(...rows: readonly Partial<DeliveryRow>[]): Promise<string[]>;
  recorded(drawId: string): Promise<Recorded>;
  /** What a sender does that takes what is due: a lease. @returns the form that it would send; `null`: nothing is due */
  take(drawId: string, now: number): Promise<string | null>;
  close(): Promise<void>;
}

export interface ClaimsCase {
  readonly name: string;
  /** Opens so many connections to one new store, as processes have them. */
  create(processes: number): Promise<readonly ClaimsStore[]>;
}

const NOW = 1_800_000_000_000;

/** The contract of Claims, for each adapter. */
export function describeClaims({ name, create }: ClaimsCase): void {
  describe(`Claims: ${name}`, () => {
    let store: ClaimsStore;
    let other: ClaimsStore;

    before(async () => {
      [store, other] = (await create(2)) as [ClaimsStore, ClaimsStore];
    });
    after(async () => {
      await store.close();
      await other.close();
    });

    const claimOf = (drawId: string, sealedForm: string, at = NOW, uid = 'ann') => ({
      activityId: 'a1',
      drawId,
      uid,
      sealedForm,
      at,
    });
    const kindOf = async (result: Promise<ClaimResult>) => (await result).kind;

    it('records a form, which is not sent without an endpoint', async () => {
      const [drawId = ''] = await store.add({});
      expect(await kindOf(store.claims.claim(claimOf(drawId, 'one')))).to.equal('claimed');
      expect(await store.recorded(drawId)).to.deep.equal({
        state: 'form_received',
        dueAt: null,
        changedAt: NOW,
        form: 'one',
        receivedAt: NOW,
        formChangedAt: NOW,
      });
    });

    it('sends it a while later where there is an endpoint, and each change puts that off', async () => {
      const [drawId = ''] = await store.add({ endpoint: 'crm' });
      await store.claims.claim(claimOf(drawId, 'one'));
      expect(await store.recorded(drawId)).to.include({ dueAt: NOW + FORM_SENT_AFTER_MS, form: 'one' });
      await store.claims.claim(claimOf(drawId, 'two', NOW + 5000));
      expect(await store.recorded(drawId)).to.deep.equal({
        state: 'form_received',
        dueAt: NOW + 5000 + FORM_SENT_AFTER_MS,
        changedAt: NOW + 5000,
        form: 'two',
        receivedAt: NOW,
        formChangedAt: NOW + 5000,
      });
    });

    it('refuses without a record of it what is not the user’s, and what has no form', async () => {
      const [drawId = '', code = ''] = await store.add({}, { method: 'code', state: 'ready', fields: null });
      expect(await kindOf(store.claims.claim(claimOf('never', 'x')))).to.equal('no_such_win');
      expect(await kindOf(store.claims.claim(claimOf(drawId, 'x', NOW, 'bob')))).to.equal('no_such_win');
      const elsewhere = { ...claimOf(drawId, 'x'), activityId: 'a2' };
      expect(await kindOf(store.claims.claim(elsewhere))).to.equal('no_such_win');
      expect(await kindOf(store.claims.claim(claimOf(code, 'x')))).to.equal('not_a_form');
      expect(await store.recorded(drawId)).to.include({ state: 'form_wanted', form: null });
      expect(await store.recorded(code)).to.include({ state: 'ready', form: null });
    });

    it('refuses what comes too late, and takes what comes a millisecond before', async () => {
      const [early = '', late = ''] = await store.add({ until: NOW + 1 }, { until: NOW });
      expect(await kindOf(store.claims.claim(claimOf(early, 'x')))).to.equal('claimed');
      expect(await kindOf(store.claims.claim(claimOf(late, 'x')))).to.equal('too_late');
      expect(await kindOf(store.claims.claim(claimOf(early, 'y', NOW + 1)))).to.equal('too_late');
      expect((await store.recorded(early)).form).to.equal('x');
    });

    it('refuses a change after a sender has taken it, has tried, or has ended without a word', async () => {
      const sent = [
        { state: 'form_received', lease_until: NOW + 60_000, fence: 1 },
        { state: 'form_received', lease_until: NOW - 60_000, fence: 1 },
        { state: 'form_received', attempts: 1 },
        { state: 'sent' },
        { state: 'delivered', attempts: 1 },
        { state: 'failed', attempts: 8, until: NOW - 1 },
      ];
      for (const [no, drawId] of (await store.add(...sent)).entries()) {
        expect(await kindOf(store.claims.claim(claimOf(drawId, 'x'))), `${no}`).to.equal('already_sent');
        expect((await store.recorded(drawId)).form).to.equal(null);
      }
    });

    it('keeps one of two forms whole that come at the same time, also by two processes', async () => {
      const ids = await store.add(...Array.from({ length: 20 }, () => ({ endpoint: 'crm' })));
      for (const drawId of ids) {
        const results = await Promise.all([
          store.claims.claim(claimOf(drawId, 'one', NOW)),
          other.claims.claim(claimOf(drawId, 'two', NOW + 7)),
        ]);
        expect(results.map(({ kind }) => kind)).to.deep.equal(['claimed', 'claimed']);
        const { form, dueAt, changedAt, formChangedAt } = await store.recorded(drawId);
        const at = form === 'one' ? NOW : NOW + 7;
        expect({ dueAt, changedAt, formChangedAt }).to.deep.equal({
          dueAt: at + FORM_SENT_AFTER_MS,
          changedAt: at,
          formChangedAt: at,
        });
      }
    });

    it('never changes what a sender has taken at the same instant', async () => {
      const due = { endpoint: 'crm', state: 'form_received', due_at: NOW };
      const ids = await store.add(...Array.from({ length: 40 }, () => due));
      const seen = new Set<string>();
      for (const [no, drawId] of ids.entries()) {
        const begun = no % 2 === 0 ? [] : [other.take(drawId, NOW)];
        const claim = store.claims.claim(claimOf(drawId, 'new'));
        const [{ kind }, taken] = await Promise.all([claim, begun[0] ?? other.take(drawId, NOW)]);
        seen.add(kind);
        const { form, dueAt } = await store.recorded(drawId);
        if (kind === 'claimed') {
          expect({ taken, form, dueAt }).to.deep.equal({
            taken: null,
            form: 'new',
            dueAt: NOW + FORM_SENT_AFTER_MS,
          });
        } else {
          expect({ kind, taken, form }).to.deep.equal({ kind: 'already_sent', taken: 'no form', form: null });
        }
      }
      expect([...seen].sort()).to.deep.equal(['already_sent', 'claimed']);
    });

    it('fails where the store is away, and takes the same form again afterwards', async () => {
      const [away] = (await create(1)) as [ClaimsStore];
      await away.close();
      const error = await away.claims.claim(claimOf('d1', 'x')).then(
        () => null,
        (thrown) => thrown,
      );
      expect(error).to.be.instanceOf(DependencyError).and.include({ dependency: 'record store' });
      const [drawId = ''] = await store.add({});
      for (const _ of [1, 2]) {
        expect(await kindOf(store.claims.claim(claimOf(drawId, 'same')))).to.equal('claimed');
      }
    });
  });
}
