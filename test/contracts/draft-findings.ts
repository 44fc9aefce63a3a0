import { expect } from 'chai';
import type { InvalidActivity } from '../../src/domain/activities/config-repository.ts';
import type { DraftFindings } from '../../src/domain/releases/draft-findings.ts';
import type { ReleaseFeed } from '../../src/domain/releases/release-feed.ts';

export interface DraftFindingsCase {
  readonly name: string;
  /** An empty store, as two publishers and a process have it that reads no files. */
  create(): Promise<{ one: DraftFindings; two: DraftFindings; feed: ReleaseFeed; close(): Promise<void> }>;
}

function invalid(activityId: string, path = `activities/${activityId}/data.json`): InvalidActivity {
  const problems: InvalidActivity['problems'] = [
    { code: 'bad_odds', path: 'rules.prizes.券.odds', params: { given: '"½"' } },
    { code: 'not_json', path: '', params: {} },
  ];
  return { activityId, path, problems };
}

/** The contract of DraftFindings, and of what a ReleaseFeed has of them, for each adapter. */
export function describeDraftFindings({ name, create }: DraftFindingsCase): void {
  describe(`DraftFindings: ${name}`, () => {
    let made: Awaited<ReturnType<DraftFindingsCase['create']>>;
    beforeEach(async () => {
      made = await create();
    });
    afterEach(() => made.close());

    const numberOf = async () => (await made.feed.since(0)).findings;

    it('are none before a publisher has looked, and may be none afterwards', async () => {
      expect(await made.feed.findings()).to.deep.equal([]);
      expect(await numberOf()).to.equal(0);
      await made.one.replace([]);
      expect(await made.feed.findings()).to.deep.equal([]);
      expect(await numberOf()).to.be.above(0);
    });

    it('are returned as they were found', async () => {
      const all = [
        invalid('a-b_c', '/活动/a "b"/data.json'),
        invalid('1055', ''),
        { ...invalid('x'), problems: [] },
      ];
      await made.one.replace(all);
      expect(await made.feed.findings()).to.have.deep.members(all);
    });

    it('are replaced as a whole, and each time their number grows', async () => {
      await made.one.replace([invalid('a'), invalid('b')]);
      const first = await numberOf();
      await made.two.replace([invalid('b', 'elsewhere'), invalid('c')]);
      expect(await made.feed.findings()).to.have.deep.members([invalid('b', 'elsewhere'), invalid('c')]);
      const second = await numberOf();
      expect(second).to.be.above(first);
      await made.one.replace([]);
      expect(await made.feed.findings()).to.deep.equal([]);
      expect(await numberOf()).to.be.above(second);
    });

    it('change no version of the releases', async () => {
      await made.one.replace([invalid('a')]);
      expect(await made.feed.since(0)).to.deep.include({ latest: 0, changes: [] });
    });

    it('may be 2,000', async () => {
      const all = Array.from({ length: 2000 }, (_, no) => invalid(`activity-${no}`));
      await made.one.replace(all);
      expect(await made.feed.findings()).to.have.length(2000);
    });

    it('are those of one publisher where two replace them at once', async () => {
      const listOf = (publisher: string) => ['a', 'b', publisher].map((id) => invalid(id, publisher));
      for (let round = 0; round < 10; round++) {
        await Promise.all([made.one.replace(listOf('one')), made.two.replace(listOf('two'))]);
        const found = await made.feed.findings();
        expect(found).to.have.deep.members(listOf(found[0]?.path ?? ''));
      }
      expect(await numberOf()).to.equal(20);
    });
  });
}
