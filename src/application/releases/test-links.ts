import type { Pictures } from '../../domain/releases/release.ts';
import type { TestLink, TestLinkRow, TestLinkStore } from '../../domain/releases/test-link-store.ts';
import type { Clock } from '../../domain/shared/clock.ts';
import type { Entropy } from '../../domain/shared/entropy.ts';
import type { Identifiers } from '../../domain/shared/identifiers.ts';
import { BriefCache } from '../shared/brief-cache.ts';
import { tokenDigest } from '../shared/token-digest.ts';

/** How long a link works. */
export const TEST_LINK_MS = 7 * 24 * 60 * 60 * 1000;

/** So many may work at once, of one activity. */
export const MOST_TEST_LINKS = 20;

const TOKEN_BYTES = 24;
const TOKEN = /^[A-Za-z0-9_-]{32}$/;

/* A link that is revoked stops within this time. Phones ask for much in a short time. */
const FRESH_MS = 2000;
const MOST_REMEMBERED = 64;

export interface TestLinksDependencies {
  readonly store: TestLinkStore;
  readonly clock: Clock;
  readonly entropy: Entropy;
  readonly identifiers: Identifiers;
}

export type TestLinkMade =
  | { readonly kind: 'made'; readonly token: string; readonly link: TestLinkRow }
  | { readonly kind: 'too_many' };

/** Links by which anybody who has one tries a draft. */
export class TestLinks {
  readonly #deps: TestLinksDependencies;
  readonly #found: BriefCache<TestLink | undefined>;

  constructor(deps: TestLinksDependencies) {
    this.#deps = deps;
    this.#found = new BriefCache(deps.clock, { ms: FRESH_MS, most: MOST_REMEMBERED });
  }

  /** @throws DependencyError if the store does not answer */
  async make(
    draft: { readonly activityId: string; readonly text: string; readonly pictures: Pictures },
    by: string,
  ): Promise<TestLinkMade> {
    const { store, clock, entropy, identifiers } = this.#deps;
    const token = Buffer.from(entropy.hex(TOKEN_BYTES), 'hex').toString('base64url');
    const at = clock.now();
    const { activityId, text, pictures } = draft;
    const row = { id: identifiers.next(), activityId, by, at, expiresAt: at + TEST_LINK_MS };
    const added = await store.add({ ...row, text, pictures }, tokenDigest(token), MOST_TEST_LINKS);
    return added === 'added' ? { kind: 'made', token, link: row } : { kind: 'too_many' };
  }

  /** `undefined`: there is none, or it has ended. @throws DependencyError if the store does not answer */
  async find(token: string): Promise<TestLink | undefined> {
    if (!TOKEN.test(token)) return undefined;
    const digest = tokenDigest(token);
    return this.#found.get(digest, () => this.#deps.store.find(digest, this.#deps.clock.now()));
  }

  ofActivity(activityId: string): Promise<readonly TestLinkRow[]> {
    return this.#deps.store.ofActivity(activityId, this.#deps.clock.now());
  }

  /** @param id `null`: all of the activity's */
  revoke(activityId: string, id: string | null): Promise<number> {
    return this.#deps.store.revoke(activityId, id, this.#deps.clock.now());
  }
}
