import type { ConsoleDraft, ConsoleDrafts } from '../../../domain/releases/console-drafts.ts';
import { isApproved, type ReleaseApprovals } from '../../../domain/releases/release-approvals.ts';
import { everyoneHas, type ReleaseState, type ReleaseStore } from '../../../domain/releases/release-store.ts';
import type { ScheduledReleases } from '../../../domain/releases/scheduled-releases.ts';
import type { Clock } from '../../../domain/shared/clock.ts';
import { isBaseOlder } from '../../releases/draft-desk.ts';
import { BriefCache } from '../../shared/brief-cache.ts';
import type { DraftCheck } from './draft-check.ts';

/** A draft that can be published but for the approval of another person, or with one. */
export interface WaitingDraft {
  readonly activityId: string;
  readonly title: string;
  /** Who saved it last. */
  readonly by: string;
  readonly isApproved: boolean;
}

export interface WaitingDraftsDependencies {
  readonly drafts: Pick<ConsoleDrafts, 'find'>;
  readonly check: Pick<DraftCheck, 'check'>;
  readonly store: Pick<ReleaseStore, 'states'>;
  readonly approvals: Pick<ReleaseApprovals, 'of'>;
  readonly scheduled: Pick<ScheduledReleases, 'open'>;
  readonly clock: Clock;
}

/* Who writes a draft saves it all the time: before, nobody is asked to read it. */
const SETTLED_MS = 10 * 60_000;

/* All texts are read for it, however many consoles show it. */
const KEPT = { ms: 10_000, most: 1 };

interface Checked {
  readonly version: number;
  /** `null`: it has errors. */
  readonly publishable: { readonly content: string; readonly title: string } | null;
}

/**
 * Drafts of the console that wait for an approval, or have it and are not published: without errors, begun from what everyone has,
 * and neither that, nor the candidate, nor scheduled. Nobody says that a draft is ready: one that nobody has saved for ten minutes counts as
 * that.
 */
export class WaitingDrafts {
  readonly #deps: WaitingDraftsDependencies;
  readonly #kept: BriefCache<readonly WaitingDraft[]>;
  /** By activity: a version is checked once. */
  #checked = new Map<string, Checked>();

  constructor(deps: WaitingDraftsDependencies) {
    this.#deps = deps;
    this.#kept = new BriefCache(deps.clock, KEPT);
  }

  /** As it was in the last 10 s. @throws DependencyError if the store does not answer */
  all(): Promise<readonly WaitingDraft[]> {
    return this.#kept.get('', () => this.#made());
  }

  async #made(): Promise<readonly WaitingDraft[]> {
    const { drafts, store, approvals, scheduled, clock } = this.#deps;
    const found = await this.#publishable(await drafts.find());
    const [states, given, planned] = await Promise.all([
      store.states(found.map(({ activityId }) => activityId)),
      approvals.of(found),
      scheduled.open(),
    ]);
    const plans = new Set(planned.map(({ activityId, content }) => `${activityId}/${content}`));
    return found.flatMap((draft, index) => {
      const { activityId, title, content, by, at } = draft;
      const state = states[index] as ReleaseState;
      const isUsed = isServed(state, content) || plans.has(`${activityId}/${content}`);
      // What was published since would be undone, perhaps by an approval of before.
      const isBehind = isBaseOlder({ base: draft.base, state });
      const hasApproval = isApproved(given, { activityId, content, author: by });
      // In both directions: another machine may have saved it.
      const isSettled = Math.abs(clock.now() - at) >= SETTLED_MS;
      return isUsed || isBehind || !(hasApproval || isSettled)
        ? []
        : [{ activityId, title, by, isApproved: hasApproval }];
    });
  }

  async #publishable(drafts: readonly ConsoleDraft[]) {
    const { check } = this.#deps;
    const before = this.#checked;
    this.#checked = new Map();
    for (const draft of drafts) {
      const { activityId, version } = draft;
      const known = before.get(activityId);
      if (known?.version === version) {
        this.#checked.set(activityId, known);
        continue;
      }
      const { content, hasErrors, activity } = await check.check(draft);
      const publishable = hasErrors || !activity ? null : { content: content.content, title: activity.title };
      this.#checked.set(activityId, { version, publishable });
    }
    return drafts.flatMap(({ activityId, base, by, at }) => {
      const publishable = this.#checked.get(activityId)?.publishable;
      return publishable ? [{ activityId, base, by, at, ...publishable }] : [];
    });
  }
}

function isServed(state: ReleaseState, content: string): boolean {
  const { serving, candidate } = state;
  const isCandidate = serving?.candidate != null && !serving.isRemoved && candidate?.content === content;
  return isCandidate || everyoneHas(state, { content });
}
