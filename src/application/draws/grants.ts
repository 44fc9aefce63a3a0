import { afterEarning } from '../../domain/draws/account.ts';
import type { DrawRules } from '../../domain/draws/draw-rules.ts';
import { grantOf } from '../../domain/draws/earnings.ts';
import type { EarningsLedger } from '../../domain/draws/earnings-ledger.ts';
import type { Grant } from '../../domain/draws/grant.ts';
import type { Clock } from '../../domain/shared/clock.ts';
import { DependencyError } from '../../domain/shared/dependency-error.ts';
import { batchesOf } from '../shared/batches-of.ts';
import type { MaybePromise } from '../shared/maybe-promise.ts';
import type { Accounts, Attempted } from './accounts.ts';
import type { Seeds } from './seeds.ts';

export interface GrantsDependencies {
  readonly ledger: Pick<EarningsLedger, 'earn'>;
  readonly accounts: Accounts;
  readonly seeds: Seeds;
  readonly clock: Clock;
  /**
   * How long the store is left alone after each batch, in parts of the time that the batch took. A file that has one
   * writer at a time needs it: without pauses, the draws of the service would seldom get their turn.
   */
  readonly restShare: number;
  /** How often in a row the store may fail for one grant; left out: as long as a failover takes, some seconds. */
  readonly faultsAllowed?: number;
  pause?(ms: number): Promise<void>;
}

/** The activity in which chances are granted. */
export interface GrantPlace {
  readonly activityId: string;
  readonly rules: Pick<DrawRules, 'timezone' | 'segments'>;
}

export interface GrantCounts {
  /** Grants that this call recorded, and their chances. */
  readonly granted: number;
  readonly chances: number;
  /** Grants that were recorded before. */
  readonly known: number;
}

/* Their calls travel together, and share a sync of the store's disk. */
const BATCH = 64;

/* A store that is busy, or fails over, is back within some seconds. */
const FAULTS_ALLOWED = 6;
const FIRST_PAUSE_MS = 50;

/**
 * Grants chances. A grant is recorded once for each user and key, so a call that failed or was killed is finished by the
 * same call again.
 */
export class Grants {
  readonly #deps: GrantsDependencies;
  readonly #pause: (ms: number) => Promise<void>;

  constructor(deps: GrantsDependencies) {
    this.#deps = deps;
    this.#pause = deps.pause ?? ((ms) => new Promise((resolve) => setTimeout(resolve, ms)));
  }

  /**
   * Grants all of them, in batches, so that they need not fit in memory.
   * @param onProgress gets the number of grants that are done
   * @throws DependencyError if the store does not answer; some grants are recorded by then
   */
  async grant(
    place: GrantPlace,
    grants: AsyncIterable<Grant>,
    onProgress: (done: number) => void = () => {},
  ): Promise<GrantCounts> {
    let granted = 0;
    let chances = 0;
    let known = 0;
    for await (const batch of batchesOf(grants, BATCH)) {
      const began = performance.now();
      for (const { grant, isNew } of await this.#grantBatch(place, batch)) {
        if (isNew) {
          granted += 1;
          chances += grant.chances;
        } else {
          known += 1;
        }
      }
      onProgress(granted + known);
      const restMs = (performance.now() - began) * this.#deps.restShare;
      if (restMs > 0) await this.#pause(restMs);
    }
    return { granted, chances, known };
  }

  #grantBatch(place: GrantPlace, batch: readonly Grant[]) {
    return Promise.all(
      batch.map(async (grant) => ({ grant, isNew: await this.#grantPatiently(place, grant) })),
    );
  }

  async #grantPatiently(place: GrantPlace, grant: Grant): Promise<boolean> {
    const { faultsAllowed = FAULTS_ALLOWED } = this.#deps;
    for (let faults = 1, pauseMs = FIRST_PAUSE_MS; ; faults++, pauseMs *= 2) {
      try {
        return await this.#grantOne(place, grant);
      } catch (error) {
        if (!(error instanceof DependencyError) || faults > faultsAllowed) throw error;
        await this.#pause(pauseMs);
      }
    }
  }

  /* @returns whether it is new. Most users have no account yet, or the ledger answers with the account as it is. */
  #grantOne({ activityId, rules }: GrantPlace, { uid, key, chances }: Grant): MaybePromise<boolean> {
    const { ledger, accounts, seeds, clock } = this.#deps;
    return accounts.settle(activityId, uid, async ({ draws }): Promise<Attempted<boolean>> => {
      const at = clock.now();
      const earning = grantOf(key, chances, rules, draws, at);
      const place = { activityId, segments: rules.segments, uid };
      const { epoch } = await seeds.latest(activityId);
      const change = await seeds.tried(activityId, ledger.earn({ ...place, draws, earning, epoch, at }));
      if (change.kind === 'conflict') return change;
      if (change.kind === 'stale_seed') return { kind: 'again' };
      if (change.kind === 'known') return { kind: 'done', value: false };
      return { kind: 'done', value: true, after: afterEarning(draws, earning) };
    });
  }
}
