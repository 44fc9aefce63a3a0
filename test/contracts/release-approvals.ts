import { expect } from 'chai';
import type { Approval, ReleaseApprovals } from '../../src/domain/releases/release-approvals.ts';
import { sha256 } from './sample-releases.ts';

export interface ReleaseApprovalsCase {
  readonly name: string;
  /** An empty store, as two processes have it. */
  create(): Promise<{ one: ReleaseApprovals; two: ReleaseApprovals; close(): Promise<void> }>;
}

const A = sha256('a');
const B = sha256('b');

function approval(activityId: string, content: string, by = 'ann', at = 1_790_000_000_000): Approval {
  return { activityId, content, by, at };
}

/** The contract of ReleaseApprovals, for each adapter. */
export function describeReleaseApprovals({ name, create }: ReleaseApprovalsCase): void {
  describe(`ReleaseApprovals: ${name}`, () => {
    let made: Awaited<ReturnType<ReleaseApprovalsCase['create']>>;
    beforeEach(async () => {
      made = await create();
    });
    afterEach(() => made.close());

    const approveAll = async (...approvals: readonly Approval[]) => {
      for (const each of approvals) await made.one.approve(each);
    };

    it('has none at first, and none of nothing', async () => {
      expect(await made.one.of([{ activityId: 'tea', content: A }])).to.deep.equal([]);
      expect(await made.one.of([])).to.deep.equal([]);
    });

    it('has those of this content of this activity alone', async () => {
      const all = [
        ...[approval('tea', A), approval('tea', A, '安 "bob"'), approval('tea', B, 'bob')],
        ...[
          approval('coffee', A, 'cy'),
          approval('coffee', B, 'cy'),
          approval('tea-2', A),
          approval('Tea', A),
        ],
      ];
      await approveAll(...all);
      expect(await made.two.of([{ activityId: 'tea', content: A }])).to.have.deep.members(all.slice(0, 2));
      expect(await made.two.of([{ activityId: 'coffee', content: B }])).to.deep.equal([all[4]]);
      expect(await made.two.of([{ activityId: 'te', content: A }])).to.deep.equal([]);
      expect(await made.two.of([{ activityId: 'tea', content: A.slice(1) }])).to.deep.equal([]);
    });

    it('mixes no activities where several are asked for', async () => {
      const wanted = [approval('tea', A), approval('coffee', B)];
      await approveAll(...wanted, approval('tea', B), approval('coffee', A));
      expect(await made.two.of(wanted)).to.have.deep.members(wanted);
    });

    it('has an approval once that is given again, or asked for twice', async () => {
      await approveAll(approval('tea', A, 'ann', 1000), approval('tea', A, 'ann', 2000));
      const asked = { activityId: 'tea', content: A };
      expect(await made.one.of([asked, asked])).to.deep.equal([approval('tea', A, 'ann', 1000)]);
    });

    it('has an approval once that is given from two places at once', async () => {
      for (let round = 0; round < 10; round++) {
        const given = approval(`activity-${round}`, A);
        await Promise.all([made.one.approve(given), made.two.approve(given), made.two.approve(given)]);
        expect(await made.one.of([given])).to.deep.equal([given]);
      }
    });

    it('answers for the contents of 40,000 activities at once', async () => {
      await approveAll(approval('activity-7', sha256('7')), approval('activity-39999', sha256('0')));
      const asked = Array.from({ length: 40_000 }, (_, no) => ({
        activityId: `activity-${no}`,
        content: sha256(String(no)),
      }));
      expect(await made.two.of(asked)).to.deep.equal([approval('activity-7', sha256('7'))]);
    });

    it('takes a name that no store can hold', async () => {
      await approveAll(approval('tea', A, 'a\u0000b\ud800'));
      expect(await made.two.of([{ activityId: 'tea', content: A }])).to.deep.equal([
        approval('tea', A, 'ab\ufffd'),
      ]);
    });
  });
}
