import { expect } from 'chai';
import type { AuditTrail, TrailEntry } from '../../src/domain/operators/audit-trail.ts';

export interface AuditTrailCase {
  readonly name: string;
  create(): Promise<{ readonly trail: AuditTrail; close(): Promise<void> }>;
}

function entryOf(no: number, more: Partial<TrailEntry> = {}): TrailEntry {
  const by = { operatorId: 'op-1', operator: 'Ann', via: 'console' as const, address: '10.0.0.1' };
  const done = {
    action: 'publish',
    activityId: '1055',
    target: null,
    reason: 'why',
    before: null,
    after: null,
  };
  return { id: `entry-${no}`, at: 1000 + no, ...by, ...done, ...more };
}

/** The contract of AuditTrail, for each adapter. */
export function describeAuditTrail({ name, create }: AuditTrailCase): void {
  describe(`AuditTrail: ${name}`, () => {
    let opened: Awaited<ReturnType<AuditTrailCase['create']>>;
    beforeEach(async () => {
      opened = await create();
    });
    afterEach(() => opened.close());

    const idsOf = (entries: readonly TrailEntry[]) => entries.map(({ id }) => id);

    it('returns what was appended, values of JSON and odd texts included', async () => {
      const before = { role: 'viewer', list: [1, null, { a: 'Ü' }] };
      const entry = entryOf(1, { before, after: 'x', target: 'a prize', reason: '加奖 🎁' });
      await opened.trail.append(entry);
      expect(await opened.trail.page({ limit: 5 })).to.deep.equal([entry]);
      await opened.trail.append(entryOf(2, { reason: 'a\0b', operator: 'half \ud83d' }));
      const [odd] = await opened.trail.page({ limit: 1 });
      expect(odd).to.include({ reason: 'ab', operator: 'half \ufffd' });
    });

    it('has the latest first, in the order of the entries, whatever the clock said', async () => {
      for (const [no, at] of [5000, 3000, 9000, 3000, 1].entries()) {
        await opened.trail.append(entryOf(no, { at }));
      }
      const all = ['entry-4', 'entry-3', 'entry-2', 'entry-1', 'entry-0'];
      expect(idsOf(await opened.trail.page({ limit: 10 }))).to.deep.equal(all);
    });

    it('turns pages without a gap while entries come in', async () => {
      for (let no = 0; no < 7; no++) await opened.trail.append(entryOf(no));
      const first = idsOf(await opened.trail.page({ limit: 3 }));
      await opened.trail.append(entryOf(7));
      const second = idsOf(await opened.trail.page({ limit: 3, before: first.at(-1) ?? '' }));
      const third = idsOf(await opened.trail.page({ limit: 3, before: second.at(-1) ?? '' }));
      expect([...first, ...second, ...third]).to.deep.equal([6, 5, 4, 3, 2, 1, 0].map((no) => `entry-${no}`));
      expect(await opened.trail.page({ limit: 3, before: 'unknown' })).to.deep.equal([]);
    });

    it('is filtered by operator, activity and action', async () => {
      await opened.trail.append(entryOf(1));
      await opened.trail.append(
        entryOf(2, { operatorId: null, via: 'command', address: '', action: 'pause' }),
      );
      await opened.trail.append(entryOf(3, { activityId: null, action: 'sign_in' }));
      expect(idsOf(await opened.trail.page({ limit: 9, operator: 'op-1' }))).to.deep.equal([
        'entry-3',
        'entry-1',
      ]);
      expect(idsOf(await opened.trail.page({ limit: 9, activityId: '1055' }))).to.deep.equal([
        'entry-2',
        'entry-1',
      ]);
      const both = { limit: 9, activityId: '1055', action: 'pause' };
      expect(idsOf(await opened.trail.page(both))).to.deep.equal(['entry-2']);
    });
  });
}
