import { SqlReleaseStore } from '../adapters/sql/records/sql-release-store.ts';
import type { PublishedReleases } from '../application/analysis/explained-source.ts';
import { BriefCache } from '../application/shared/brief-cache.ts';
import { memoizeByRef } from '../application/shared/memoize-by-ref.ts';
import type { WholeRelease } from '../domain/releases/release.ts';
import type { ReleaseState } from '../domain/releases/release-store.ts';
import { readRelease } from './read-release.ts';
import type { Get } from './registry.ts';
import { tokens } from './tokens.ts';

/* A text may have 1 MiB, and takes some 20 ms to read. A number stands for another text only in a store that was restored. */
const KEPT = { ms: 60_000, most: 20 } as const;

/** What visitors get, by the record store, for the operations side. What is served is asked for each time. */
export function publishedReleases(get: Get): PublishedReleases {
  const clock = get(tokens.clock);
  const store = new SqlReleaseStore(get(tokens.records), clock);
  const releases = new BriefCache<WholeRelease | undefined>(clock, KEPT);
  return {
    state: async (activityId) => {
      const [state] = await store.states([activityId]);
      return state as ReleaseState;
    },
    release: (activityId, no) => releases.get(`${activityId}:${no}`, () => store.release(activityId, no)),
    read: memoizeByRef(readRelease),
  };
}
