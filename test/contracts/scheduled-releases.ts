import { expect } from 'chai';
import {
  type CancelledRelease,
  cancelledBy,
  cancelReasonOf,
  type ScheduledRelease,
  type ScheduledReleases,
  type ScheduleOutcome,
} from '../../src/domain/releases/scheduled-releases.ts';
import { DependencyError } from '../../src/domain/shared/dependency-error.ts';
import { contentOf, expectSame, ODD_TEXTS, sha256 } from './sample-releases.ts';

export interface ScheduledReleasesCase {
  readonly name: string;
  /** An empty store, as two processes have it. */
  create(): Promise<{ one: ScheduledReleases; two: ScheduledReleases; close(): Promise<void> }>;
}

const AT = 1_790_000_000_000;
const PUBLISHED: ScheduleOutcome = { kind: 'published', reason: '' };
const CANCELLED: ScheduleOutcome = { kind: 'cancelled', reason: 'other_release' };

function scheduled(id: string, changes: Partial<ScheduledRelease> = {}): ScheduledRelease {
  return {
    ...contentOf(`{"title":"${id}"}`),
    ...{ id, activityId: 'a-b_c', dueAt: AT, besideNo: 1, author: 'ann', note: '' },
    ...changes,
  };
}

/** The contract of ScheduledReleases, for each adapter. */
export function describeScheduledReleases({ name, create }: ScheduledReleasesCase): void {
  describe(`ScheduledReleases: ${name}`, () => {
    let made: Awaited<ReturnType<ScheduledReleasesCase['create']>>;
    beforeEach(async () => {
      made = await create();
    });
    afterEach(() => made.close());

    const addAll = async (...all: readonly ScheduledRelease[]) => {
      for (const each of all) await made.one.add(each);
    };
    const idsOf = (all: readonly (ScheduledRelease | CancelledRelease)[]) => all.map(({ id }) => id);

    it('has none at first, and closes none that is unknown', async () => {
      expect(await made.one.open()).to.deep.equal([]);
      expect(await made.one.close('a', PUBLISHED, AT)).to.equal(false);
    });

    it('returns each as it was scheduled', async () => {
      const content = contentOf('{"title":"a"}', { 'a.png': sha256('a'), '图.webp': sha256('b') });
      const one = scheduled('1', { ...content, besideNo: 0, author: '安', note: 'it\'s\n"why"' });
      await addAll(one);
      expect(await made.two.open()).to.deep.equal([one]);
    });

    it('returns each text byte for byte', async () => {
      const texts = Object.entries(ODD_TEXTS);
      await addAll(...texts.map(([, text], index) => scheduled(`${index}`, contentOf(text))));
      const texts_ = new Map((await made.two.open()).map(({ id, text }) => [id, text]));
      for (const [index, [what, text]] of texts.entries())
        expectSame(texts_.get(`${index}`) ?? 'none', text, what);
    });

    it('lists those that are due by a time, the earliest first', async () => {
      await addAll(
        ...[scheduled('late', { dueAt: AT + 5 }), scheduled('early', { dueAt: AT - 5 })],
        ...[scheduled('b'), scheduled('a'), scheduled('c', { activityId: 'other' })],
      );
      expect(idsOf(await made.two.open())).to.deep.equal(['early', 'a', 'b', 'c', 'late']);
      expect(idsOf(await made.two.open({ by: AT }))).to.deep.equal(['early', 'a', 'b', 'c']);
      expect(idsOf(await made.two.open({ by: AT - 1 }))).to.deep.equal(['early']);
      expect(idsOf(await made.two.open({ by: AT - 6 }))).to.deep.equal([]);
    });

    it('lists those of one activity, however similar the id of another one is', async () => {
      await addAll(scheduled('late', { dueAt: AT + 5 }), scheduled('early'), scheduled('closed'));
      await addAll(scheduled('1', { activityId: 'a-b-c' }), scheduled('2', { activityId: 'A-b_c' }));
      await made.one.close('closed', CANCELLED, AT);
      expect(idsOf(await made.two.open({ activityId: 'a-b_c' }))).to.deep.equal(['early', 'late']);
      expect(idsOf(await made.two.open({ activityId: 'a-b_c', by: AT }))).to.deep.equal(['early']);
      expect(idsOf(await made.two.open({ activityId: 'a%' }))).to.deep.equal([]);
    });

    it('has none more that was closed, and closes none again', async () => {
      await addAll(scheduled('a'), scheduled('b'), scheduled('c'));
      expect(await made.one.close('a', PUBLISHED, AT)).to.equal(true);
      expect(await made.two.close('b', CANCELLED, AT)).to.equal(true);
      for (const id of ['a', 'b']) {
        expect(await made.two.close(id, PUBLISHED, AT)).to.equal(false);
        expect(await made.one.close(id, CANCELLED, AT)).to.equal(false);
      }
      for (const which of [{}, { by: AT }]) expect(idsOf(await made.two.open(which))).to.deep.equal(['c']);
    });

    it('lists those of an activity that were closed and not published, the latest first', async () => {
      expect(await made.one.cancelled('a-b_c', 9)).to.deep.equal([]);
      const ids = ['a', 'b', 'c', 'd'];
      await addAll(...ids.map((id) => scheduled(id, { note: '为什么' })), scheduled('open'));
      await addAll(scheduled('other', { activityId: 'a-b' }), scheduled('published'));
      await made.one.close('published', PUBLISHED, AT);
      await made.one.close('other', CANCELLED, AT);
      for (const [index, id] of ids.entries()) await made.one.close(id, CANCELLED, AT + (index % 3));
      const listed = await made.two.cancelled('a-b_c', 9);
      expect(idsOf(listed)).to.deep.equal(['c', 'b', 'd', 'a']);
      const { text: _, content: __, pictures: ___, ...first } = scheduled('c', { note: '为什么' });
      expect(listed[0]).to.deep.equal({ ...first, reason: 'other_release', at: AT + 2 });
      expect(idsOf(await made.two.cancelled('a-b_c', 2))).to.deep.equal(['c', 'b']);
      expect(idsOf(await made.two.cancelled('a-b', 9))).to.deep.equal(['other']);
    });

    it('keeps why one was cancelled, also by names that no store can hold', async () => {
      const outcomes = [
        { kind: 'cancelled', reason: 'invalid (unknown_prize rules.prizes["a (b)"])' },
        cancelledBy('安: “a”, by (b)'),
        cancelledBy('a\u0000b\ud800'),
      ] as const;
      await addAll(...outcomes.map((_, index) => scheduled(`${index}`)));
      for (const [index, outcome] of outcomes.entries())
        await made.one.close(`${index}`, outcome, AT - index);
      const reasons = (await made.two.cancelled('a-b_c', 9)).map(({ reason }) => cancelReasonOf(reason));
      expect(reasons).to.deep.equal([
        { code: 'invalid', detail: 'unknown_prize rules.prizes["a (b)"]' },
        { code: 'operator', detail: '安: “a”, by (b)' },
        { code: 'operator', detail: 'ab\ufffd' },
      ]);
      expect(cancelReasonOf('not_approved')).to.deep.equal({ code: 'not_approved', detail: null });
    });

    it('is closed by one of two at once, in each of 20 rounds', async () => {
      for (let round = 0; round < 20; round++) {
        await addAll(scheduled(`${round}`));
        const closed = await Promise.all([
          made.one.close(`${round}`, PUBLISHED, AT),
          made.two.close(`${round}`, CANCELLED, AT),
          made.two.close(`${round}`, PUBLISHED, AT),
        ]);
        expect(closed.filter(Boolean)).to.have.length(1);
      }
      expect(await made.one.open()).to.deep.equal([]);
    });

    it('takes no other one under the same id, also after it was closed', async () => {
      await addAll(scheduled('a'));
      const again = () => made.two.add(scheduled('a', { note: 'another' })).catch((error: unknown) => error);
      expect(await again()).to.be.instanceOf(DependencyError);
      expect(await made.one.open()).to.deep.equal([scheduled('a')]);
      await made.one.close('a', PUBLISHED, AT);
      expect(await again()).to.be.instanceOf(DependencyError);
      expect(await made.one.open()).to.deep.equal([]);
    });

    it('takes a note that no store can hold', async () => {
      await addAll(scheduled('a', { note: 'a\u0000b\ud800' }));
      expect((await made.two.open())[0]?.note).to.equal('ab\ufffd');
    });
  });
}
