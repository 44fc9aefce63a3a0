import { SqlDraftFindings } from '../../../../src/adapters/sql/records/sql-draft-findings.ts';
import { SqlReleaseFeed } from '../../../../src/adapters/sql/records/sql-release-feed.ts';
import { describeDraftFindings } from '../../../contracts/draft-findings.ts';
import { describeReleaseFeed } from '../../../contracts/release-feed.ts';
import { recordStoreNames } from '../../../support/record-stores.ts';
import { openedReleases } from './opened-releases.ts';
import { openedTwice } from './opened-twice.ts';

for (const name of recordStoreNames) {
  describeReleaseFeed({ name, create: () => openedReleases(name) });
  describeDraftFindings({
    name,
    async create() {
      const { one, two, close } = await openedTwice(name);
      return {
        one: new SqlDraftFindings(one),
        two: new SqlDraftFindings(two),
        feed: new SqlReleaseFeed(two),
        close,
      };
    },
  });
}
