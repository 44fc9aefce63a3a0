import type { RulesLink, RulesText } from '../../../domain/draws/binding-book.ts';
import type { DrawEntry } from '../../../domain/draws/draw-log.ts';
import type { HistoryRow } from '../../../domain/releases/release-store.ts';
import { DependencyError } from '../../../domain/shared/dependency-error.ts';
import { historyOf } from '../../releases/history-of.ts';
import type { Findings } from './finding.ts';
import type { KnownReleases, ReleaseComparison, UnknownReleases } from './known-releases.ts';
import { type PastChange, ReleaseTimeline } from './release-timeline.ts';
import { ReleasedRules } from './released-rules.ts';

/** Whether each set of rules is that of the release which it names, and whether that was served when it was drawn under. */
export class ReleaseAudit {
  readonly #activityId: string;
  readonly #findings: Findings;
  readonly #timeline: ReleaseTimeline;
  readonly #rules: ReleasedRules;
  #source: KnownReleases | UnknownReleases;
  /** Of the latest change that was learnt. */
  #version = 0;
  #isAnyNamed = false;

  constructor(activityId: string, findings: Findings, source: KnownReleases | UnknownReleases) {
    this.#activityId = activityId;
    this.#findings = findings;
    this.#source = source;
    this.#timeline = new ReleaseTimeline(activityId);
    this.#rules = new ReleasedRules(activityId, findings);
  }

  get comparison(): ReleaseComparison {
    if (!this.#isAnyNamed && this.#timeline.isEmpty) return { kind: 'none_named' };
    return 'unknown' in this.#source ? { kind: 'not_compared', ...this.#source } : { kind: 'compared' };
  }

  /** Reads what was served until now. To be called again when there are more draws, after they were listed. */
  async learn(): Promise<void> {
    await this.#comparing(async (releases) => {
      const changes: PastChange[] = [];
      let latest = this.#version;
      for await (const row of historyOf(releases, this.#activityId)) {
        if (row.version <= this.#version) break;
        latest = Math.max(latest, row.version);
        changes.push(compact(row, changes.at(-1)));
      }
      for (const change of changes.reverse()) this.#timeline.learn(change);
      this.#version = latest;
    });
  }

  /** Compares a set with its release. */
  async checkSet(link: RulesLink, text: RulesText): Promise<void> {
    const { release } = link;
    if (release === null) return;
    this.#isAnyNamed = true;
    await this.#comparing((releases) => this.#rules.check(releases, { ...link, release }, text));
  }

  /** @param release the one that its set of rules names */
  checkDraw(
    log: string,
    { seq, uid, at }: Pick<DrawEntry, 'seq' | 'uid' | 'at'>,
    release: number | null,
  ): void {
    if (this.#timeline.isEmpty || 'unknown' in this.#source) return;
    const pause = this.#timeline.pauseAt(at);
    if (pause) {
      const to = pause.to === Number.POSITIVE_INFINITY ? '' : iso(pause.to);
      this.#findings.add(log, seq, 'drawn_in_pause', { from: iso(pause.from), to, found: iso(at) });
    }
    if (release === null || this.#rules.isMissing(release)) return;
    const was = this.#timeline.wasServed(release, uid, at);
    if (was.kind === 'not_served') {
      const params = { at: iso(at), expected: was.releases.join(', '), found: release };
      this.#findings.add(log, seq, 'release_not_served', params);
    }
    if (was.kind === 'to_others') {
      this.#findings.add(log, seq, 'release_other_side', { uid, at: iso(at), found: release });
    }
  }

  /* A store that fails in between leaves what was found so far, and the note that it is not all. */
  async #comparing(work: (releases: KnownReleases) => Promise<void>): Promise<void> {
    if ('unknown' in this.#source) return;
    try {
      await work(this.#source);
    } catch (error) {
      if (!(error instanceof DependencyError)) throw error;
      this.#source = { unknown: 'away', reason: error.message };
    }
  }
}

/* A list of users is long, and stays the same over many changes. */
function compact({ at, inForceAt, serving }: HistoryRow, later: PastChange | undefined): PastChange {
  const { no, isPaused, isRemoved } = serving;
  const known = later?.serving.candidate ?? null;
  const isSame = JSON.stringify(known) === JSON.stringify(serving.candidate);
  const candidate = isSame ? known : serving.candidate;
  return { at, inForceAt, serving: { no, candidate, isPaused, isRemoved } };
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
