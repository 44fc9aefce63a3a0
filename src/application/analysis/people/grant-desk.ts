import { phaseAt } from '../../../domain/activities/activity.ts';
import type { UserDraws } from '../../../domain/draws/account.ts';
import { allLeft, chancesOf, countingDay } from '../../../domain/draws/chances.ts';
import type { DrawLedger } from '../../../domain/draws/draw-ledger.ts';
import type { DrawRules } from '../../../domain/draws/draw-rules.ts';
import type { Clock } from '../../../domain/shared/clock.ts';
import type { GrantCounts, Grants } from '../../draws/grants.ts';
import type { Kinds } from '../../kinds/kinds.ts';
import { type PublishedReleases, publishedSource, servedOf } from '../explained-source.ts';

/** Chances for users, under a key that makes each grant count once. */
export interface GrantOrder {
  readonly activityId: string;
  readonly uids: readonly string[];
  readonly key: string;
  readonly chances: number;
}

/** What a user may still draw. */
export interface LeftChances {
  /** `null` without a limit. */
  readonly left: number | null;
  readonly earnedLeft: number;
}

export type GrantResult =
  | {
      readonly kind: 'granted';
      readonly counts: GrantCounts;
      /** Of a single user; `null` for several. */
      readonly change: { readonly before: LeftChances; readonly after: LeftChances } | null;
    }
  /** Nothing was ever published under this id, or this program cannot read it. */
  | { readonly kind: 'not_published' }
  | { readonly kind: 'removed' | 'no_draws' | 'ended' };

export interface GrantDeskDependencies {
  readonly releases: PublishedReleases;
  readonly kinds: Kinds;
  /** The ledger as it is written, opened at the first grant. */
  readonly open: () => Promise<{ readonly grants: Grants; readonly accounts: Pick<DrawLedger, 'read'> }>;
  readonly clock: Clock;
  /** Called after a grant, so that it is soon in the record store. */
  readonly onGranted: (activityId: string) => void;
}

/** Grants chances in activities that are served. */
export class GrantDesk {
  readonly #deps: GrantDeskDependencies;

  constructor(deps: GrantDeskDependencies) {
    this.#deps = deps;
  }

  /** @throws DependencyError if a store does not answer; some are granted by then, and a repeat grants the others */
  async grant({ activityId, uids, key, chances }: GrantOrder): Promise<GrantResult> {
    const { releases, kinds, open, clock, onGranted } = this.#deps;
    const source = await publishedSource(activityId, releases);
    const served = servedOf(source);
    if (!served) return { kind: source.kind === 'removed' ? 'removed' : 'not_published' };
    const { activity } = served;
    const draws = kinds.get(activity.dispatch)?.draws;
    if (!draws) return { kind: 'no_draws' };
    // As the command: accounts are removed some time after the end, and with them what has been granted.
    if (phaseAt(activity, clock.now()) === 'ended') return { kind: 'ended' };
    const { rules } = draws.detailsOf(activity);
    const { grants, accounts } = await open();
    const [only, ...others] = new Set(uids);
    const leftOf = async (uid: string) => {
      const account = await accounts.read(activityId, uid);
      return leftIn(rules, account.draws, clock.now());
    };
    const isOne = only !== undefined && others.length === 0;
    const before = isOne ? await leftOf(only) : null;
    const counts = await grants.grant({ activityId, rules }, each(new Set(uids), key, chances));
    onGranted(activityId);
    const change = isOne && before ? { before, after: await leftOf(only) } : null;
    return { kind: 'granted', counts, change };
  }
}

async function* each(uids: Iterable<string>, key: string, chances: number) {
  for (const uid of uids) yield { uid, key, chances };
}

function leftIn(
  { chances, timezone }: Pick<DrawRules, 'chances' | 'timezone'>,
  draws: UserDraws,
  now: number,
): LeftChances {
  const left = chancesOf(chances, draws, countingDay(draws, timezone, now));
  return { left: allLeft(left), earnedLeft: left.earned };
}
