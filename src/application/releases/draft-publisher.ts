import type { InvalidActivity } from '../../domain/activities/config-repository.ts';
import type { DraftFindings } from '../../domain/releases/draft-findings.ts';
import type { Draft, DraftListener } from '../../domain/releases/drafts.ts';
import { BEFORE_ALL, hasMark, latestOf, type ReleaseFeed } from '../../domain/releases/release-feed.ts';
import type { ReleaseState, ReleaseStore } from '../../domain/releases/release-store.ts';
import type { ErrorReporter } from '../../domain/shared/error-reporter.ts';
import type { Problem } from '../../domain/shared/problem.ts';
import { fileProblem } from '../../domain/shared/problem.ts';
import { assertAtWork, DraftQueue, type QueuedDraft, type QueuedDrafts, type Shift } from './draft-queue.ts';
import { DraftRequests, type DraftRequestsDependencies } from './draft-requests.ts';
import { OpenFindings } from './open-findings.ts';
import type { ChangeRequest, ChangeResult, ReleaseChanges } from './release-changes.ts';
import {
  type UnapprovedDraft,
  UnapprovedDrafts,
  type UnapprovedDraftsDependencies,
} from './unapproved-drafts.ts';

/** Receives what a publisher does. Its methods do not throw and do not wait. */
export interface PublisherEvents {
  /** An edit was published. */
  published(activityId: string, no: number): void;
  /** The first look has ended, and so many were published that were edited while no publisher was at work. */
  looked(published: number): void;
  removed(activityId: string): void;
  refused(invalid: InvalidActivity): void;
}

export interface DraftPublisherDependencies extends DraftRequestsDependencies, UnapprovedDraftsDependencies {
  readonly changes: Pick<ReleaseChanges, 'apply'>;
  readonly store: Pick<ReleaseStore, 'states' | 'history' | 'release'>;
  readonly feed: Pick<ReleaseFeed, 'current' | 'since'>;
  readonly findings: DraftFindings;
  /** Where the drafts are, as findings name it. */
  pathOf(activityId: string): string;
  readonly events: PublisherEvents;
  readonly errorReporter: ErrorReporter;
}

interface Wanted {
  readonly request: ChangeRequest;
  /** What is kept of it where nobody has approved it yet; `null`: it needs no approval. */
  readonly unapproved: UnapprovedDraft | null;
}

/** Publishes drafts as they change, several together. */
export class DraftPublisher implements DraftListener {
  readonly #deps: DraftPublisherDependencies;
  readonly #requests: DraftRequests;
  readonly #findings: OpenFindings;
  readonly #queue: DraftQueue;
  /** At the first look: the activities that were taken from the folder, with what was last taken of each. */
  readonly #served = new Map<string, string>();
  #seen = 0;
  #publishedAtLook = 0;
  /** The latest change that is known of, by this process or another one. */
  #mark = BEFORE_ALL;
  readonly #unapproved: UnapprovedDrafts;

  constructor(deps: DraftPublisherDependencies) {
    const { findings, events, errorReporter } = deps;
    this.#deps = deps;
    this.#requests = new DraftRequests(deps);
    this.#unapproved = new UnapprovedDrafts(deps);
    this.#findings = new OpenFindings({ findings, refused: (invalid) => events.refused(invalid) });
    this.#queue = new DraftQueue(
      {
        publish: (portion, shift) => this.#publish(portion, shift),
        settle: () => this.#findings.write(),
        isSettled: () => this.#findings.isWritten,
      },
      errorReporter,
    );
  }

  /**
   * A first look begins.
   * @param mayPublish whether no other process publishes at this moment
   * @throws DependencyError if the store does not answer
   */
  async begin(mayPublish: () => boolean): Promise<void> {
    this.#queue.begin({ mayPublish, isFirstLook: true });
    this.#unapproved.clear();
    this.#findings.clear();
    this.#served.clear();
    this.#seen = 0;
    this.#publishedAtLook = 0;
    const current = await this.#deps.feed.current();
    this.#mark = latestOf(current);
    for (const { activityId, serving } of current) {
      const { managedBy, isRemoved, draft } = serving;
      // What a command published from a file elsewhere may have no folder.
      if (managedBy === 'files' && !isRemoved && draft !== null) this.#served.set(activityId, draft);
    }
  }

  /** The first look has ended: what comes from now on has changed just now. @throws DependencyError */
  async looked(): Promise<void> {
    await this.idle();
    const { shift } = this.#queue;
    if (!shift) return;
    await this.#removeUnseen();
    shift.isFirstLook = false;
    // What has changed since the folder is followed.
    this.#queue.wake();
    this.#deps.events.looked(this.#publishedAtLook);
    await this.#findings.write();
  }

  /** Nothing more is published: another process may be at work now. What waits is looked at again by `begin`. */
  end(): void {
    this.#queue.begin(null);
    this.#unapproved.clear();
  }

  isTaken(activityId: string, hash: string): boolean {
    const isTaken = this.#served.get(activityId) === hash;
    if (isTaken) this.#see(activityId);
    return isTaken;
  }

  valid(draft: Draft): void {
    this.#see(draft.activity.id);
    this.#add(draft.activity.id, draft);
  }

  invalid(invalid: InvalidActivity): void {
    this.#see(invalid.activityId);
    this.#unapproved.remove(invalid.activityId);
    this.#findings.add(invalid);
    this.#queue.drop(invalid.activityId);
  }

  removed(activityId: string): void {
    this.#add(activityId, null);
  }

  /**
   * Whether the store was restored, so that what was published may be missing.
   * @throws Error if it does not answer
   */
  async hasGoneBack(): Promise<boolean> {
    const mark = this.#mark;
    const page = await this.#deps.feed.since(mark.version);
    // What this process has published meanwhile is not in a page that was read before.
    this.#mark = latestOf([this.#mark, ...page.changes]);
    return !hasMark(page, mark);
  }

  /**
   * Tries those drafts again that were not approved, and need it no more. It is called every second or so.
   * @throws DependencyError if the store does not answer
   */
  async retry(): Promise<void> {
    for (const draft of await this.#unapproved.settled()) this.#add(draft.activity.id, draft);
  }

  /** Resolves when what waits now is published, or cannot be. @throws Error if it cannot be during the first look */
  idle(): Promise<void> {
    return this.#queue.drain();
  }

  #see(activityId: string): void {
    this.#seen += 1;
    this.#served.delete(activityId);
  }

  /*
   * On one machine, a folder that was removed while nothing ran. A folder without any activity is one that is not mounted, and
   * another machine may have been away for long.
   */
  async #removeUnseen(): Promise<void> {
    if (this.#deps.isOneMachine && this.#seen > 0) for (const id of this.#served.keys()) this.#add(id, null);
    this.#served.clear();
    await this.idle();
  }

  #add(activityId: string, draft: QueuedDraft): void {
    this.#unapproved.remove(activityId);
    this.#queue.add(activityId, draft);
  }

  async #publish(portion: QueuedDrafts, shift: Shift): Promise<void> {
    const { changes, store } = this.#deps;
    const ids = [...portion.keys()];
    const states = new Map((await store.states(ids)).map((state, index) => [ids[index] as string, state]));
    const wanted: Wanted[] = [];
    for (const [id, draft] of portion) {
      const request = await this.#requestFor(id, draft, states.get(id) as ReleaseState, shift);
      if (request) wanted.push(request);
    }
    const results = await changes.apply(
      wanted.map(({ request }) => whileAtWork(request, shift)),
      states,
    );
    for (const [index, each] of wanted.entries()) this.#note(each, results[index] as ChangeResult, shift);
  }

  /** `null` where there is nothing to change. */
  async #requestFor(
    activityId: string,
    draft: QueuedDraft,
    state: ReleaseState,
    shift: Shift,
  ): Promise<Wanted | null> {
    if (draft === null) return { request: this.#requests.removal(activityId), unapproved: null };
    const wanted = await this.#requests.publication(draft, state, shift.isFirstLook);
    switch (wanted.kind) {
      case 'request':
        return { request: wanted.request, unapproved: { draft, content: wanted.content.content } };
      case 'taken':
        if (this.#isCurrent(activityId, shift)) this.#findings.remove(activityId);
        return null;
      case 'older': {
        const params = { release: String(wanted.no), served: String(wanted.servedNo) };
        if (this.#isCurrent(activityId, shift))
          this.#refuse(activityId, fileProblem('older_release', params));
        return null;
      }
      case 'unsettled':
        return null;
    }
  }

  #note({ request, unapproved }: Wanted, result: ChangeResult, shift: Shift): void {
    const { events } = this.#deps;
    const { activityId } = request;
    if (result.kind === 'changed') this.#mark = latestOf([this.#mark, { activityId, ...result }]);
    if (result.kind === 'changed' && result.action === 'remove') events.removed(activityId);
    if (result.kind === 'changed' && result.newNo !== null) {
      if (shift.isFirstLook) this.#publishedAtLook += 1;
      else events.published(activityId, result.newNo);
    }
    if (!this.#isCurrent(activityId, shift)) return;
    if (result.kind !== 'refused') this.#findings.remove(activityId);
    else if (result.reason === 'managed_elsewhere')
      this.#refuse(activityId, fileProblem('managed_by_console'));
    else if (result.reason === 'not_approved') {
      this.#refuse(activityId, fileProblem('not_approved'));
      if (unapproved) this.#unapproved.add(activityId, unapproved);
    }
  }

  /* Else what was found of this draft is not what is wrong now. */
  #isCurrent(activityId: string, shift: Shift): boolean {
    return this.#queue.shift === shift && !this.#queue.isOutdated(activityId);
  }

  #refuse(activityId: string, problem: Problem): void {
    this.#findings.add({ activityId, path: this.#deps.pathOf(activityId), problems: [problem] });
  }
}

/* A store that hangs may answer when another process has been at work for long. */
function whileAtWork({ order, ...request }: ChangeRequest, shift: Shift): ChangeRequest {
  return {
    ...request,
    order: (state) => {
      assertAtWork(shift);
      return order(state);
    },
  };
}
