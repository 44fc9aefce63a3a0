import { phaseAt } from '../../domain/activities/activity.ts';
import { LATEST_WINS } from '../../domain/draws/account.ts';
import type { DrawHistory } from '../../domain/draws/draw-history.ts';
import type { Clock } from '../../domain/shared/clock.ts';
import { isoInTimezone } from '../../domain/shared/local-time.ts';
import type { Reply } from '../activities/activity-service.ts';
import type { Drawers, DrawVisit } from '../draws/drawers.ts';
import type { MaybePromise } from '../shared/maybe-promise.ts';
import { RecordCalls } from './record-calls.ts';

/** A page of a user's draws, by which a verifier computes them again. */
export interface DrawsPage {
  /** The oldest first. */
  readonly draws: readonly ShownOwnDraw[];
  /** How many draws are older than those of the page. */
  readonly before: number;
}

export interface ShownOwnDraw {
  readonly drawNo: number;
  readonly drawId: string;
  /** ISO 8601. */
  readonly drawnAt: string;
  readonly seedNo: number;
  readonly rulesNo: number;
  readonly prizeId: string | null;
  /** The risk check denied it; shown from the end on, when draws can be verified. */
  readonly denied?: true;
}

export interface OwnDrawsDependencies {
  readonly drawers: Pick<Drawers, 'forUser' | 'detailsOf'>;
  readonly history: DrawHistory;
  readonly clock: Clock;
}

/** The draws of the user who asks, from the record store: the latest of them come there within seconds. */
export class OwnDraws {
  readonly #deps: OwnDrawsDependencies;
  readonly #calls = new RecordCalls();

  constructor(deps: OwnDrawsDependencies) {
    this.#deps = deps;
  }

  /**
   * Also before the start and after the end.
   * @param before how many of the oldest draws the page ends before; left out: the latest page
   * @param limit of the page, at most 50
   * @throws DependencyError if the record store does not answer
   */
  draws(
    visit: DrawVisit,
    { before, limit = LATEST_WINS }: { before?: number | undefined; limit?: number | undefined } = {},
  ): MaybePromise<Reply<DrawsPage>> {
    const { drawers, history, clock } = this.#deps;
    return drawers.forUser(visit, 'any', async (activity, { uid }) => {
      const upTo = before ?? Number.MAX_SAFE_INTEGER;
      const draws = await this.#calls.run(() => history.drawsOf(activity.id, uid, upTo, limit));
      const { timezone } = drawers.detailsOf(activity).rules;
      const isOver = phaseAt(activity, clock.now()) === 'ended';
      const shown = draws.map(({ at, denied, ...draw }) => ({
        ...draw,
        drawnAt: isoInTimezone(at, timezone),
        ...(isOver && denied && { denied }),
      }));
      return { kind: 'served', data: { draws: shown, before: Math.max(0, (draws[0]?.drawNo ?? 1) - 1) } };
    });
  }
}
