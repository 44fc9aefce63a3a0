import { expect } from 'chai';
import fc from 'fast-check';
import type { AuditTrail, TrailEntry } from '../../src/domain/operators/audit-trail.ts';
import {
  type BegunAction,
  type BegunActions,
  unfinishedEntry,
} from '../../src/domain/operators/begun-actions.ts';

export interface BegunActionsParts {
  /** As two processes have them. */
  readonly one: BegunActions;
  readonly other: BegunActions;
  readonly trail: AuditTrail;
  /** Makes all notes so many milliseconds older. */
  age(ms: number): Promise<void>;
  /** The ids of the notes. */
  notes(): Promise<readonly string[]>;
  close(): Promise<void>;
}

export interface BegunActionsCase {
  readonly name: string;
  create(): Promise<BegunActionsParts>;
}

const AGE_MS = 10 * 60_000;

export function begunAction(no: number, more: Partial<BegunAction> = {}): BegunAction {
  const by = { operatorId: 'op-1', operator: 'Ann', via: 'console' as const, address: '10.0.0.1' };
  return {
    ...{ id: `begun-${no}`, at: 1000 + no, ...by },
    ...{ route: 'POST /activities/1055/pause', activityId: '1055' },
    ...more,
  };
}

function pauseOf(no: number): TrailEntry {
  const { route: _, id: _id, ...begun } = begunAction(no);
  return {
    ...begun,
    id: `entry-${no}`,
    action: 'pause',
    target: null,
    reason: '',
    before: null,
    after: null,
  };
}

/** The contract of BegunActions, with that of AuditTrail about them, for each adapter. */
export function describeBegunActions({ name, create }: BegunActionsCase): void {
  describe(`BegunActions: ${name}`, () => {
    let opened: BegunActionsParts;
    beforeEach(async () => {
      opened = await create();
    });
    afterEach(() => opened.close());

    const entries = () => opened.trail.page({ limit: 1000 });

    it('become entries when they are old, with their time and person, the earliest first', async () => {
      const { one, other, age } = opened;
      const nobody = { operatorId: null, operator: '', activityId: null, address: '', via: 'token' as const };
      const odd = begunAction(1, { ...nobody, route: 'POST /operators/half \ud83d\0', at: 2000 });
      await one.note(odd);
      await one.note(begunAction(2));
      await other.conclude(AGE_MS);
      expect(await entries()).to.deep.equal([]);
      await age(AGE_MS + 1);
      await one.note(begunAction(3));
      await other.conclude(AGE_MS);
      expect(await entries()).to.deep.equal([
        unfinishedEntry({ ...odd, route: 'POST /operators/half \ufffd' }),
        unfinishedEntry(begunAction(2)),
      ]);
      expect(await opened.notes()).to.deep.equal(['begun-3']);
    });

    it('are old, too, when the clock of the store was set back far since', async () => {
      await opened.one.note(begunAction(1));
      await opened.age(-AGE_MS - 60_000);
      await opened.other.conclude(AGE_MS);
      expect(await entries()).to.have.length(1);
    });

    it('are gone with their entry, or when nothing was changed', async () => {
      const { one, trail, age } = opened;
      await one.note(begunAction(1));
      await one.note(begunAction(2));
      await trail.append(pauseOf(1), 'begun-1');
      await one.drop('begun-2');
      await one.drop('begun-2');
      await age(2 * AGE_MS);
      await one.conclude(AGE_MS);
      expect(await entries()).to.deep.equal([pauseOf(1)]);
    });

    it('stay where their entry is not written', async () => {
      const { one, trail } = opened;
      await trail.append(pauseOf(1));
      await one.note(begunAction(1));
      // The store has an entry of this id.
      expect(
        await trail.append(pauseOf(1), 'begun-1').then(
          () => 'done',
          () => 'failed',
        ),
      ).to.equal('failed');
      expect(await opened.notes()).to.deep.equal(['begun-1']);
    });

    it('that are late have their entry beside the unfinished one', async () => {
      const { one, trail, age } = opened;
      await one.note(begunAction(1));
      await age(2 * AGE_MS);
      await one.conclude(AGE_MS);
      await trail.append(pauseOf(1), 'begun-1');
      expect((await entries()).map(({ action }) => action)).to.deep.equal(['pause', 'unfinished']);
    });

    it('become entries once, however many processes do that at a time', async () => {
      const { one, other, age } = opened;
      for (let no = 0; no < 230; no++) await one.note(begunAction(no));
      await age(2 * AGE_MS);
      await Promise.all([one, other, one, other].map((each) => each.conclude(AGE_MS)));
      await one.conclude(AGE_MS);
      const ids = (await entries()).map(({ id }) => id);
      expect([...new Set(ids)])
        .to.have.length(230)
        .and.to.have.length(ids.length);
      expect(await opened.notes()).to.deep.equal([]);
    });

    it('leave a trace whatever happens at the same time: none is lost, and none counts twice', async () => {
      const actions = fc.array(
        fc.record({ end: fc.constantFrom('entry', 'drop', 'death'), isOld: fc.boolean() }),
        { minLength: 1, maxLength: 12 },
      );
      let last = 0;
      await fc.assert(
        fc.asyncProperty(actions, async (begun) => {
          const { one, other, trail, age, notes } = opened;
          const numbered = begun.map((each) => ({ ...each, no: ++last }));
          for (const { no } of numbered.filter(({ isOld }) => isOld)) await one.note(begunAction(no));
          await age(2 * AGE_MS);
          for (const { no } of numbered.filter(({ isOld }) => !isOld)) await one.note(begunAction(no));
          await Promise.all([
            ...numbered.map(({ no, end }) => {
              if (end === 'entry') return trail.append(pauseOf(no), `begun-${no}`);
              return end === 'drop' ? one.drop(`begun-${no}`) : undefined;
            }),
            one.conclude(AGE_MS),
            other.conclude(AGE_MS),
          ]);
          const ids = (await entries()).map(({ id }) => id);
          const left = await notes();
          for (const { no, end, isOld } of numbered) {
            const [unfinished, done] = [`begun-${no}`, `entry-${no}`].map(
              (id) => ids.filter((each) => each === id).length,
            );
            const noted = left.filter((id) => id === `begun-${no}`).length;
            expect(done).to.equal(end === 'entry' ? 1 : 0);
            if (end === 'death') expect([unfinished, noted]).to.deep.equal(isOld ? [1, 0] : [0, 1]);
            else expect([noted, isOld || unfinished === 0]).to.deep.equal([0, true]);
            expect(unfinished).to.be.at.most(1);
          }
          // Those that are left are the next round's old ones otherwise.
          for (const id of left) await one.drop(id);
        }),
        { numRuns: 20 },
      );
    });
  });
}
