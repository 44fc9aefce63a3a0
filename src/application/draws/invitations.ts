import type { Activity } from '../../domain/activities/activity.ts';
import { afterEarning } from '../../domain/draws/account.ts';
import { decideEarning } from '../../domain/draws/earnings.ts';
import type { EarningsLedger, OpenHelp } from '../../domain/draws/earnings-ledger.ts';
import type { Clock } from '../../domain/shared/clock.ts';
import type { MaybePromise } from '../shared/maybe-promise.ts';
import type { Accounts, Attempted } from './accounts.ts';
import type { Drawers } from './drawers.ts';
import type { Seeds } from './seeds.ts';

export interface InvitationsDependencies {
  readonly drawers: Pick<Drawers, 'detailsOf'>;
  readonly ledger: Pick<EarningsLedger, 'earn' | 'openHelps' | 'closeHelp'>;
  readonly accounts: Accounts;
  readonly seeds: Seeds;
  readonly clock: Clock;
}

/* A help that is younger is probably being finished by the process that recorded it. */
const LEFT_BEHIND_MS = 5000;

/**
 * The second part of following an invitation: the inviter's chance. It can be repeated by any process at any time, since
 * the friend is the key of the earning.
 */
export class Invitations {
  readonly #deps: InvitationsDependencies;

  constructor(deps: InvitationsDependencies) {
    this.#deps = deps;
  }

  /** Gives the inviter the chance, unless the rules give none any more, and closes the help. */
  async finish(activity: Activity, { uid, inviter }: Pick<OpenHelp, 'uid' | 'inviter'>): Promise<void> {
    await this.#give(activity, uid, inviter);
    await this.#deps.ledger.closeHelp(activity.id, uid);
  }

  /** Finishes what processes that ended have left behind. @throws DependencyError if the ledger does not answer */
  async finishLeftBehind(activity: Activity): Promise<void> {
    const before = this.#deps.clock.now() - LEFT_BEHIND_MS;
    for (const help of await this.#deps.ledger.openHelps(activity.id)) {
      if (help.at <= before) await this.finish(activity, help);
    }
  }

  #give(activity: Activity, friend: string, inviter: string): MaybePromise<void> {
    const { drawers, ledger, accounts, seeds, clock } = this.#deps;
    const { rules } = drawers.detailsOf(activity);
    return accounts.settle(activity.id, inviter, async ({ draws }): Promise<Attempted<void>> => {
      const at = clock.now();
      const decision = decideEarning('invite', rules, draws, at, friend);
      if (decision.kind !== 'earned') return { kind: 'refused', value: undefined };
      const { earning } = decision;
      const place = { activityId: activity.id, segments: rules.segments, uid: inviter };
      const { epoch } = await seeds.latest(activity.id);
      const change = await seeds.tried(activity.id, ledger.earn({ ...place, draws, earning, epoch, at }));
      if (change.kind === 'conflict') return change;
      if (change.kind === 'stale_seed') return { kind: 'again' };
      const done = { kind: 'done', value: undefined } as const;
      return change.kind === 'known' ? done : { ...done, after: afterEarning(draws, earning) };
    });
  }
}
