import type { DrawLedger } from '../../domain/ports/draw-ledger.ts';
import { NO_DRAWS, type UserDraws } from '../../domain/user-draw-info.ts';

/** A ledger in this process alone. */
export class MemoryDrawLedger implements DrawLedger {
  readonly #users = new Map<string, UserDraws>();

  async read(activityId: string, uid: string): Promise<UserDraws> {
    return this.#users.get(JSON.stringify([activityId, uid])) ?? NO_DRAWS;
  }
}
