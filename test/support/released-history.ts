import { MemoryDrawLedger } from '../../src/adapters/memory/memory-draw-ledger.ts';
import { ActivityGate } from '../../src/application/admission/activity-gate.ts';
import type { KnownReleases } from '../../src/application/analysis/audit/known-releases.ts';
import { kindReadings } from '../../src/application/kinds/kinds.ts';
import { contentOf } from '../../src/application/releases/release-content.ts';
import { ReleasedActivities } from '../../src/application/releases/released-activities.ts';
import { readActivity } from '../../src/domain/activities/activity.ts';
import { decideChange, type ReleaseOrder } from '../../src/domain/releases/decide-change.ts';
import type { ReleaseContent, WholeRelease } from '../../src/domain/releases/release.ts';
import type { HistoryRow, ReleaseState } from '../../src/domain/releases/release-store.ts';
import type { ServingChange } from '../../src/domain/releases/serving.ts';
import { STARTS_AT } from './audited-history.ts';
import { demoSessions } from './demo-sessions.ts';
import { type DrawProcess, drawProcess } from './draw-process.ts';

const ID = 'a1';

export const contentFor = (file: object): ReleaseContent => contentOf(JSON.stringify(file), {});

export interface Place {
  /** How far its clock is ahead. */
  readonly skewMs?: number;
  /** After so long it has read a change. */
  readonly lagMs?: number;
}

/** A process that serves what was published, by its own clock. */
class ServingProcess {
  readonly lagMs: number;
  readonly released: ReleasedActivities;
  readonly #process: DrawProcess;
  #taken = 0;

  constructor(history: ReleasedHistory, { skewMs = 0, lagMs = 0 }: Place) {
    this.lagMs = lagMs;
    const clock = { now: () => history.now + skewMs };
    this.released = new ReleasedActivities({ read: readRelease, clock });
    this.released.loaded();
    this.released.completed(new Set());
    const sessions = demoSessions();
    const gate = new ActivityGate({ releases: this.released, sessions, clock });
    this.#process = drawProcess({ ledger: history.ledger, gate, clock });
  }

  async draw(history: ReleasedHistory, uid: string, requestId: string): Promise<string> {
    for (; this.#taken < history.changes.length; this.#taken++) {
      const change = history.changes[this.#taken] as ServingChange;
      if (history.now < change.at + this.lagMs) break;
      this.released.take(change, history.releases);
    }
    const visit = { activityId: ID, token: `demo-${uid}`, cookieToken: undefined, dispatch: 'shake' };
    return (await this.#process.draws.draw(visit, requestId)).result.kind;
  }
}

/** An activity that is published, and drawn by real processes, on a ledger in memory. */
export class ReleasedHistory implements KnownReleases {
  readonly ledger = new MemoryDrawLedger();
  readonly changes: ServingChange[] = [];
  readonly releases = new Map<number, WholeRelease>();
  readonly processes: readonly ServingProcess[];
  now = STARTS_AT;
  #requests = 0;

  constructor(...places: readonly Place[]) {
    this.processes = (places.length > 0 ? places : [{}]).map((place) => new ServingProcess(this, place));
  }

  /** What an operator does now. */
  order(order: ReleaseOrder): void {
    const decision = decideChange(this.#state(), order);
    if (decision.kind !== 'change') return;
    const { action, leadMs, serving, release } = decision;
    const last = this.changes.at(-1);
    const at = this.now;
    this.changes.push({
      ...{ activityId: ID, version: this.changes.length + 1, action, at, author: 'ann', note: '', serving },
      inForceAt: Math.max(at + leadMs, last?.inForceAt ?? 0),
    });
    if (!release) return;
    this.releases.set(release.no, { ...release, activityId: ID, at, author: 'ann', note: '' });
  }

  publish(file: object): void {
    this.order({ kind: 'publish', content: contentFor(file), by: 'files', isDraft: true });
  }

  /** @returns the kind of the result */
  async draw(user: number, place = 0): Promise<string> {
    const process = this.processes[place % this.processes.length] as ServingProcess;
    return process.draw(this, `u${user}`, `request-${this.#requests++}`);
  }

  async history(
    _id: string,
    { before = Number.POSITIVE_INFINITY, limit }: { before?: number; limit: number },
  ): Promise<readonly HistoryRow[]> {
    return this.changes
      .filter(({ version }) => version < before)
      .reverse()
      .slice(0, limit)
      .map((change) => ({ ...change, hash: '', content: '', candidateHash: null, candidateContent: null }));
  }

  async release(_id: string, no: number): Promise<WholeRelease | undefined> {
    return this.releases.get(no);
  }

  readonly read = readRelease;

  #state(): ReleaseState {
    const { serving = null, version = 0 } = this.changes.at(-1) ?? {};
    const find = (no: number | undefined) => (no === undefined ? null : (this.releases.get(no) ?? null));
    const [release, candidate] = [find(serving?.no), find(serving?.candidate?.no)];
    return { version, serving, release, candidate, lastNo: this.releases.size };
  }
}

function readRelease({ activityId, no, text, pictures }: WholeRelease) {
  return readActivity(activityId, JSON.parse(text), kindReadings, { no, pictures });
}
