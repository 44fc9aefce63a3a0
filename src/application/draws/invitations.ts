import type { Activity } from '../../domain/activities/activity.ts';
import type { EarningsLedger, OpenHelp } from '../../domain/draws/draw-ledger.ts';
import { decideEarning } from '../../domain/draws/earnings.ts';
import type { Clock } from '../../domain/shared/clock.ts';
import { DependencyError } from '../../domain/shared/dependency-error.ts';
import { KeyedMutex } from '../shared/keyed-mutex.ts';
import type { Accounts } from './accounts.ts';
import type { Drawers } from './drawers.ts';

export interface InvitationsDependencies {
  readonly drawers: Pick<Drawers, 'detailsOf'>;
  readonly ledger: Pick<EarningsLedger, 'earn' | 'openHelps' | 'closeHelp'>;
  readonly accounts: Accounts;
  readonly clock: Clock;
}

/* Friends of one inviter who come at once are served one after the other in a process, and compete with few others. */
const ATTEMPTS = 100;

/* A help that is younger is probably being finished by the process that recorded it. */
const LEFT_BEHIND_MS = 5000;

/**
 * The second part of following an invitation: the inviter's chance. It can be repeated by any process at any time, since
 * the friend is the key of the earning.
 */
export class Invitations {
  readonly #deps: InvitationsDependencies;
  readonly #perInviter = new KeyedMutex();

  constructor(deps: InvitationsDependencies) {
    this.#deps = deps;
  }

  /** Gives the inviter the chance, unless the rules give none any more, and closes the help. */
  async finish(activity: Activity, { uid, inviter }: OpenHelp): Promise<void> {
    await this.#perInviter.run(`${activity.id}:${inviter}`, () => this.#give(activity, uid, inviter));
    await this.#deps.ledger.closeHelp(activity.id, uid);
  }

  /** Finishes what processes that ended have left behind. @throws DependencyError if the ledger does not answer */
  async finishLeftBehind(activity: Activity): Promise<void> {
    const before = this.#deps.clock.now() - LEFT_BEHIND_MS;
    for (const help of await this.#deps.ledger.openHelps(activity.id)) {
      if (help.at <= before) await this.finish(activity, help);
    }
  }

  async #give(activity: Activity, uid: string, inviter: string): Promise<void> {
    const { drawers, ledger, accounts, clock } = this.#deps;
    const { rules } = drawers.detailsOf(activity);
    let draws = accounts.lastSeen(activity.id, inviter);
    let isCurrent = false;
    for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
      const now = clock.now();
      const decision = decideEarning('invite', rules, draws, now, uid);
      if (decision.kind !== 'earned') {
        if (isCurrent) return;
        draws = (await accounts.read(activity.id, inviter)).draws;
        isCurrent = true;
        continue;
      }
      const place = { activityId: activity.id, segments: rules.segments, uid: inviter };
      const change = await ledger.earn({ ...place, draws, earning: decision.earning, at: now });
      if (change.kind !== 'conflict') return;
      draws = change.account.draws;
      accounts.saw(activity.id, inviter, draws);
      isCurrent = true;
    }
    throw new DependencyError('draw ledger', `an account kept changing for ${ATTEMPTS} attempts`);
  }
}
