import { type Phase, phaseAt } from '../../../domain/activities/activity.ts';
import type { InvalidActivity } from '../../../domain/activities/config-repository.ts';
import type { ConsoleDraft, ConsoleDrafts } from '../../../domain/releases/console-drafts.ts';
import type { FolderTexts } from '../../../domain/releases/folder-texts.ts';
import type { WholeRelease } from '../../../domain/releases/release.ts';
import type { ReleaseFeed } from '../../../domain/releases/release-feed.ts';
import type { ReleaseStore } from '../../../domain/releases/release-store.ts';
import type { Candidate, Manager, ServingChange } from '../../../domain/releases/serving.ts';
import type { Clock } from '../../../domain/shared/clock.ts';
import { draftContent } from '../../releases/draft-content.ts';
import { type ActivityFacts, activityFacts } from './activity-facts.ts';
import { type KnownFacts, keyOf } from './known-facts.ts';

export interface ActivityListDependencies {
  readonly feed: Pick<ReleaseFeed, 'current' | 'findings'>;
  readonly store: Pick<ReleaseStore, 'history'>;
  readonly drafts: Pick<ConsoleDrafts, 'find'>;
  readonly folders: FolderTexts;
  readonly facts: KnownFacts;
  readonly clock: Clock;
}

export interface ListedActivity extends ActivityFacts {
  readonly activityId: string;
  readonly phase: Phase | 'draft' | 'paused' | 'removed';
  /** What everyone has, or had before it was removed; `null`: nothing was ever published. */
  readonly release: Pick<WholeRelease, 'no' | 'content'> | null;
  /** The latest change of what is served. */
  readonly change: Pick<ServingChange, 'at' | 'author'> | null;
  readonly candidate: Candidate | null;
  readonly managedBy: Manager;
  readonly draft:
    | (Pick<ConsoleDraft, 'version' | 'by' | 'at'> & { readonly baseNo: number; readonly differs: boolean })
    | null;
  /** What is wrong with its file in the folder. */
  readonly invalid: InvalidActivity | null;
  /** When it was last changed, in milliseconds since the epoch; 0: not known. */
  readonly changedAt: number;
}

export interface ListQuery {
  /** Part of the id or the title. */
  readonly search?: string | undefined;
  readonly phase?: ListedActivity['phase'] | undefined;
  readonly dispatch?: string | undefined;
  /** As `next` of the page before. */
  readonly cursor?: string | undefined;
  readonly limit: number;
}

export interface ListPage {
  readonly activities: readonly ListedActivity[];
  readonly next: string | null;
}

/** All activities: published ones, drafts of the console, and folders of which nothing was published yet. */
export class ActivityList {
  readonly #deps: ActivityListDependencies;

  constructor(deps: ActivityListDependencies) {
    this.#deps = deps;
  }

  /** The latest changed first. @throws Error if the store does not answer */
  async page({ search = '', phase, dispatch, cursor, limit }: ListQuery): Promise<ListPage> {
    const wanted = search.trim().toLowerCase();
    const found = (await this.all())
      .filter((each) => phase === undefined || each.phase === phase)
      .filter((each) => dispatch === undefined || each.dispatch === dispatch)
      .filter(({ activityId, title }) => `${activityId}\n${title}`.toLowerCase().includes(wanted));
    const from = cursor === undefined ? 0 : found.findIndex((each) => isAfter(each, cursor));
    const rest = from < 0 ? [] : found.slice(from);
    const activities = rest.slice(0, limit);
    const last = activities.at(-1);
    return { activities, next: last && rest.length > limit ? cursorOf(last) : null };
  }

  async all(): Promise<readonly ListedActivity[]> {
    const { feed, drafts, folders, facts } = this.#deps;
    const [changes, allDrafts, findings, folderIds] = await Promise.all([
      feed.current(),
      drafts.find(),
      feed.findings(),
      folders.ids(),
    ]);
    const byId = new Map(changes.map((change) => [change.activityId, change]));
    const known = await facts.ofReleases(
      changes.map(({ activityId, serving }) => ({ activityId, no: serving.no })),
    );
    const draftOf = new Map(allDrafts.map((draft) => [draft.activityId, draft]));
    const invalidOf = new Map(findings.map((each) => [each.activityId, each]));
    const ids = new Set([...byId.keys(), ...draftOf.keys(), ...folderIds, ...invalidOf.keys()]);
    return [...ids]
      .flatMap((id) => {
        const change = byId.get(id) ?? null;
        const release = change && (known.get(keyOf({ activityId: id, no: change.serving.no })) ?? null);
        return this.#listed(id, {
          change,
          release,
          draft: draftOf.get(id),
          invalid: invalidOf.get(id) ?? null,
        });
      })
      .sort(byChange);
  }

  /** `undefined` where there is none of this id. */
  async find(activityId: string): Promise<ListedActivity | undefined> {
    const { feed, store, drafts, facts } = this.#deps;
    const [[change = null], [draft], findings] = await Promise.all([
      store.history(activityId, { limit: 1 }),
      drafts.find([activityId]),
      feed.findings(),
    ]);
    const key = change && { activityId, no: change.serving.no };
    const release = key && ((await facts.ofReleases([key])).get(keyOf(key)) ?? null);
    const invalid = findings.find((each) => each.activityId === activityId) ?? null;
    const [found] = this.#listed(activityId, { change, release, draft, invalid });
    return found;
  }

  #listed(
    activityId: string,
    {
      change,
      release,
      draft,
      invalid,
    }: {
      readonly change: ServingChange | null;
      readonly release: ActivityFacts | null;
      readonly draft: ConsoleDraft | undefined;
      readonly invalid: InvalidActivity | null;
    },
  ): readonly ListedActivity[] {
    const ofDraft = draft && this.#deps.facts.ofDraft(draft);
    const facts = release ?? ofDraft ?? this.#ofFolder(activityId);
    if (!facts && !invalid) return [];
    const serving = change?.serving ?? null;
    return [
      {
        ...(facts ?? activityFacts({ ok: false, problems: [] }, {}, '')),
        activityId,
        phase: this.#phaseOf(serving, facts),
        release: serving && { no: serving.no, content: release?.content ?? '' },
        change,
        candidate: serving && !serving.isRemoved ? serving.candidate : null,
        managedBy: serving?.managedBy ?? (draft && !this.#deps.folders.has(activityId) ? 'console' : 'files'),
        draft: draft
          ? {
              ...{ version: draft.version, by: draft.by, at: draft.at, baseNo: draft.base.no },
              differs: ofDraft?.content !== release?.content,
            }
          : null,
        invalid,
        changedAt: Math.max(change?.at ?? 0, draft?.at ?? 0),
      },
    ];
  }

  #ofFolder(activityId: string): ActivityFacts | null {
    const found = this.#deps.folders.read(activityId);
    if (!found) return null;
    const { content } = draftContent(found.text ?? '', {}, found.reading);
    return activityFacts(found.reading, {}, content);
  }

  #phaseOf(serving: ServingChange['serving'] | null, facts: ActivityFacts | null): ListedActivity['phase'] {
    if (!serving) return 'draft';
    if (serving.isRemoved) return 'removed';
    if (serving.isPaused) return 'paused';
    return facts ? phaseAt(facts, this.#deps.clock.now()) : 'running';
  }
}

function byChange(one: ListedActivity, other: ListedActivity): number {
  return other.changedAt - one.changedAt || (one.activityId < other.activityId ? -1 : 1);
}

function cursorOf({ changedAt, activityId }: ListedActivity): string {
  return `${changedAt}~${activityId}`;
}

function isAfter({ changedAt, activityId }: ListedActivity, cursor: string): boolean {
  const at = cursor.indexOf('~');
  const [lastAt, lastId] = [Number(cursor.slice(0, at)), cursor.slice(at + 1)];
  return changedAt < lastAt || (changedAt === lastAt && activityId > lastId);
}
