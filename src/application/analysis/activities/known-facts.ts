import type { ActivityReading } from '../../../domain/activities/activity.ts';
import type { ConsoleDraft } from '../../../domain/releases/console-drafts.ts';
import type { WholeRelease } from '../../../domain/releases/release.ts';
import type { ReleaseFeed, ReleaseKey } from '../../../domain/releases/release-feed.ts';
import { draftContent } from '../../releases/draft-content.ts';
import { type ActivityFacts, activityFacts } from './activity-facts.ts';

export interface KnownFactsDependencies {
  readonly feed: Pick<ReleaseFeed, 'releases'>;
  readonly read: (text: Pick<WholeRelease, 'activityId' | 'text' | 'pictures'>) => ActivityReading;
}

/* Whose texts are in memory at a time, and read without a turn of the event loop in between. */
const PORTION = 50;

/* Some hundred bytes each. */
const MOST_KNOWN = 50_000;

/** What lists say of texts. A release never changes, so each is read once; of a draft, each version. */
export class KnownFacts {
  readonly #deps: KnownFactsDependencies;
  readonly #known = new Map<string, ActivityFacts>();

  constructor(deps: KnownFactsDependencies) {
    this.#deps = deps;
  }

  /** Of these releases, by their keys as `keyOf` makes them. @throws Error if the store does not answer */
  async ofReleases(keys: readonly ReleaseKey[]): Promise<ReadonlyMap<string, ActivityFacts>> {
    const unknown = keys.filter((key) => !this.#known.has(keyOf(key)));
    for (let from = 0; from < unknown.length; from += PORTION) {
      const releases = await this.#deps.feed.releases(unknown.slice(from, from + PORTION));
      for (const release of releases) {
        this.#note(
          keyOf(release),
          activityFacts(this.#deps.read(release), release.pictures, release.content),
        );
      }
    }
    return new Map(
      keys.flatMap((key) => {
        const facts = this.#known.get(keyOf(key));
        return facts ? [[keyOf(key), facts]] : [];
      }),
    );
  }

  ofDraft(draft: ConsoleDraft): ActivityFacts {
    const key = `${draft.activityId}@${draft.version}`;
    const known = this.#known.get(key);
    if (known) return known;
    const reading = this.#deps.read(draft);
    const { content } = draftContent(draft.text, draft.pictures, reading);
    return this.#note(key, activityFacts(reading, draft.pictures, content));
  }

  #note(key: string, facts: ActivityFacts): ActivityFacts {
    if (this.#known.size >= MOST_KNOWN) this.#known.clear();
    this.#known.set(key, facts);
    return facts;
  }
}

export function keyOf({ activityId, no }: ReleaseKey): string {
  return `${activityId}/${no}`;
}
