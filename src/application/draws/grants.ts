import { NO_DRAWS } from '../../domain/draws/account.ts';
import type { EarningsLedger } from '../../domain/draws/draw-ledger.ts';
import type { DrawRules } from '../../domain/draws/draw-rules.ts';
import { grantOf } from '../../domain/draws/earnings.ts';
import type { Grant } from '../../domain/draws/grant.ts';
import type { Clock } from '../../domain/shared/clock.ts';
import { DependencyError } from '../../domain/shared/dependency-error.ts';

export interface GrantsDependencies {
  readonly ledger: Pick<EarningsLedger, 'earn'>;
  readonly clock: Clock;
  /**
   * How long the store is left alone after each batch, in parts of the time that the batch took. A file that has one
   * writer at a time needs it: without pauses, the draws of the service would seldom get their turn.
   */
  readonly restShare: number;
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

/* Another process interferes between two attempts only as often as the same user's account changes there. */
const ATTEMPTS = 20;

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
    for await (const batch of batches(grants, BATCH)) {
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

  /* One after another for the same user: grants to one account at once would be conflicts of each other. */
  async #grantBatch(place: GrantPlace, batch: readonly Grant[]) {
    const byUser = new Map<string, Grant[]>();
    for (const grant of batch) {
      const ofUser = byUser.get(grant.uid);
      if (ofUser) ofUser.push(grant);
      else byUser.set(grant.uid, [grant]);
    }
    const done = await Promise.all(
      [...byUser.values()].map(async (grants) => {
        const results: { readonly grant: Grant; readonly isNew: boolean }[] = [];
        for (const grant of grants) results.push({ grant, isNew: await this.#grantPatiently(place, grant) });
        return results;
      }),
    );
    return done.flat();
  }

  async #grantPatiently(place: GrantPlace, grant: Grant): Promise<boolean> {
    for (let faults = 1, pauseMs = FIRST_PAUSE_MS; ; faults++, pauseMs *= 2) {
      try {
        return await this.#grantOne(place, grant);
      } catch (error) {
        if (!(error instanceof DependencyError) || faults > FAULTS_ALLOWED) throw error;
        await this.#pause(pauseMs);
      }
    }
  }

  /* @returns whether it is new. Most users have no account yet, or the ledger answers with the account as it is. */
  async #grantOne({ activityId, rules }: GrantPlace, { uid, key, chances }: Grant): Promise<boolean> {
    const { ledger, clock } = this.#deps;
    let draws = NO_DRAWS;
    for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
      const at = clock.now();
      const earning = grantOf(key, chances, rules, draws, at);
      const place = { activityId, segments: rules.segments, uid };
      const change = await ledger.earn({ ...place, draws, earning, at });
      if (change.kind !== 'conflict') return change.kind === 'recorded';
      draws = change.account.draws;
    }
    throw new Error(`the account of ${uid} kept changing for ${ATTEMPTS} attempts`);
  }
}

async function* batches<T>(items: AsyncIterable<T>, size: number): AsyncIterable<readonly T[]> {
  let batch: T[] = [];
  for await (const item of items) {
    batch.push(item);
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
