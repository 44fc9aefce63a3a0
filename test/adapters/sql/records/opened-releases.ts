import { SqlReleaseFeed } from '../../../../src/adapters/sql/records/sql-release-feed.ts';
import { SqlReleaseStore } from '../../../../src/adapters/sql/records/sql-release-store.ts';
import { systemClock } from '../../../../src/adapters/system/system-clock.ts';
import type { RecordStoreName } from '../../../support/record-stores.ts';
import { openedTwice } from './opened-twice.ts';

/** The releases of a new record store, as two processes have them. */
export async function openedReleases(name: RecordStoreName) {
  const { one, two, close } = await openedTwice(name);
  return {
    one: new SqlReleaseStore(one, systemClock),
    two: new SqlReleaseStore(two, systemClock),
    feed: new SqlReleaseFeed(two),
    close,
  };
}
