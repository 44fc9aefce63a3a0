import type { Activity } from '../../../domain/activities/activity.ts';
import type { RulesLink, RulesText } from '../../../domain/draws/binding-book.ts';
import { codePrizes, codesOf } from '../../../domain/draws/code-stock.ts';
import type { PoolSizes } from '../../../domain/draws/unit-pools.ts';
import type { WholeRelease } from '../../../domain/releases/release.ts';
import { rulesHash, rulesTextOf } from '../../draws/rules-text.ts';
import { kinds } from '../../kinds/kinds.ts';
import { contentOf } from '../../releases/release-content.ts';
import type { Findings } from './finding.ts';
import type { KnownReleases } from './known-releases.ts';

/* Each is as long as a file. A rollout draws by two at a time. */
const ACTIVITIES_KEPT = 4;

/** Whether the rules that were announced for a release are those of its text. */
export class ReleasedRules {
  readonly #activityId: string;
  readonly #findings: Findings;
  readonly #activities = new Map<number, Activity | 'unreadable'>();
  readonly #missing = new Set<number>();
  readonly #reported = new Set<number>();

  constructor(activityId: string, findings: Findings) {
    this.#activityId = activityId;
    this.#findings = findings;
  }

  /** Whether there is no such release, of those that were asked for. */
  isMissing(no: number): boolean {
    return this.#missing.has(no);
  }

  /** @throws DependencyError if the record store does not answer */
  async check(
    releases: KnownReleases,
    { no, hash, release, salt }: RulesLink & { readonly release: number },
    text: RulesText,
  ): Promise<void> {
    const activity = await this.#activityOf(releases, release);
    if (!activity) this.#findings.add('root', null, 'release_missing', { no, release });
    if (!activity || activity === 'unreadable') return;
    const expected = rulesTextOf(activity, salt, codesIn(text, activity));
    if (expected.text === text.text && expected.sealed === text.sealed) return;
    const params = { no, release, expected: rulesHash(expected), found: hash };
    this.#findings.add('root', null, 'release_rules', params);
  }

  async #activityOf(releases: KnownReleases, no: number): Promise<Activity | 'unreadable' | null> {
    const known = this.#activities.get(no);
    if (known) return known;
    const release = this.#missing.has(no) ? undefined : await releases.release(this.#activityId, no);
    if (!release) {
      this.#missing.add(no);
      return null;
    }
    const activity = this.#read(releases, release);
    this.#activities.set(no, activity);
    const [oldest] = this.#activities.keys();
    if (this.#activities.size > ACTIVITIES_KEPT) this.#activities.delete(oldest as number);
    return activity;
  }

  #read(releases: KnownReleases, release: WholeRelease): Activity | 'unreadable' {
    const reading = releases.read(release);
    if (!this.#reported.has(release.no)) this.#checkContent(release, reading);
    this.#reported.add(release.no);
    return reading.ok ? reading.activity : 'unreadable';
  }

  #checkContent(
    { no, text, hash, content, pictures }: WholeRelease,
    reading: ReturnType<KnownReleases['read']>,
  ): void {
    const found = contentOf(text, pictures);
    if (found.hash !== hash) {
      const params = { release: no, expected: hash, found: found.hash };
      this.#findings.add('root', null, 'release_changed', params);
    } else if (found.content !== content) {
      const params = { release: no, expected: content, found: found.content };
      this.#findings.add('root', null, 'release_changed', params);
    }
    if (reading.ok) return;
    const problems = reading.problems.map(({ path, code }) => `${path}: ${code}`).join('; ');
    this.#findings.add('root', null, 'release_invalid', { release: no, problems });
  }
}

/* How many codes were loaded stands in the set alone. */
function codesIn({ text }: Pick<RulesText, 'text'>, activity: Activity): PoolSizes | null {
  const details = kinds.get(activity.dispatch)?.draws?.detailsOf(activity);
  const prizes = details ? codePrizes(details) : [];
  return prizes.length === 0 ? null : codesOf(prizes, codesOfText(text));
}

function codesOfText(text: string): PoolSizes {
  try {
    const { codes } = JSON.parse(text) as { readonly codes?: PoolSizes };
    return typeof codes === 'object' && codes !== null ? codes : {};
  } catch {
    return {};
  }
}
