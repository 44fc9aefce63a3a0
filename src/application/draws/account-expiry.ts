import type { ConfigRepository } from '../../domain/activities/config-repository.ts';
import type { AccountSweep } from '../../domain/draws/account-sweep.ts';
import type { DrawLog } from '../../domain/draws/draw-log.ts';
import type { Clock } from '../../domain/shared/clock.ts';
import type { ErrorReporter } from '../../domain/shared/error-reporter.ts';
import { rulesFacts } from './rules-text.ts';

export interface AccountExpiryDependencies {
  readonly configs: Pick<ConfigRepository, 'find'>;
  /** Opened at the first use. */
  openLog(): Promise<Pick<DrawLog, 'activityIds' | 'book' | 'rulesTexts'>>;
  readonly sweep: AccountSweep;
  readonly clock: Clock;
  readonly errorReporter: ErrorReporter;
  /** From 0 to 1. */
  random(): number;
  readonly keepDays: number;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/* The first time is soon, for a service that is restarted often. Machines that start together do not work together. */
const FIRST_AFTER_MS = [MINUTE_MS, 10 * MINUTE_MS] as const;
const NEXT_AFTER_MS = [54 * MINUTE_MS, 66 * MINUTE_MS] as const;

/* A sweep notes its time at its beginning. One that was killed since is finished by another process. */
const UNSURE_FOR_MS = 7 * DAY_MS;

/* A store that is away would let each activity wait in vain. */
const MOST_FAULTS = 10;

/**
 * Removes the accounts of activities that ended long ago, from the ledger of all processes: one process should do it.
 * The end is the one in the file; where there is no valid file, the one in the latest rules that the ledger has. An
 * activity without an end keeps its accounts.
 */
export class AccountExpiry {
  readonly #deps: AccountExpiryDependencies;
  /* By the end that was looked at; `null` where the file is gone. */
  readonly #done = new Map<string, number | null>();
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(deps: AccountExpiryDependencies) {
    this.#deps = deps;
  }

  /** From now on, about once an hour. */
  start(): void {
    this.#schedule(FIRST_AFTER_MS);
  }

  /** What is under way may end early. */
  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
  }

  /** Goes through all activities once. Faults are reported, and the next time tries again. */
  async sweepExpired(): Promise<void> {
    const { openLog } = this.#deps;
    let faults = 0;
    try {
      const log = await openLog();
      for (const id of await log.activityIds()) {
        if (this.#isClosed || faults >= MOST_FAULTS) return;
        await this.#sweepIfExpired(id, log).catch((error: unknown) => {
          faults += 1;
          this.#report(error, { activity_id: id });
        });
      }
    } catch (error) {
      this.#report(error);
    }
  }

  async #sweepIfExpired(id: string, log: Pick<DrawLog, 'book' | 'rulesTexts'>): Promise<void> {
    const { configs, sweep, clock } = this.#deps;
    const now = clock.now();
    const file = configs.find(id);
    // Most activities need no call of the store.
    if (file && !this.#isExpired(file.endsAt, now)) return;
    if (this.#done.get(id) === (file?.endsAt ?? null) && this.#done.has(id)) return;
    const { logs, rules, sweptAt } = await log.book(id);
    const endsAt = file ? file.endsAt : await endByRules(log, id, rules.at(-1)?.no);
    if (endsAt === null || !this.#isExpired(endsAt, now)) return;
    // An activity that was reopened after its accounts were removed has new ones.
    const isSwept = sweptAt !== null && this.#isExpired(endsAt, sweptAt);
    const isSure = logs.every(({ seq }) => seq === 0) || (isSwept && now - sweptAt > UNSURE_FOR_MS);
    if (!isSure) await sweep.sweep(id, isSwept ? sweptAt : now);
    this.#done.set(id, file?.endsAt ?? null);
  }

  #isExpired(endsAt: number | null, at: number): boolean {
    return endsAt !== null && at > endsAt + this.#deps.keepDays * DAY_MS;
  }

  #schedule([least, most]: readonly [number, number]): void {
    if (this.#isClosed) return;
    const afterMs = least + this.#deps.random() * (most - least);
    this.#timer = setTimeout(async () => {
      await this.sweepExpired();
      this.#schedule(NEXT_AFTER_MS);
    }, afterMs);
    // The process may end while it waits.
    this.#timer.unref();
  }

  /* A process that ends closes the store under what is under way. */
  #report(error: unknown, context: Readonly<Record<string, unknown>> = {}): void {
    if (!this.#isClosed) this.#deps.errorReporter.report('expired accounts were not removed', error, context);
  }
}

/* `null` where the rules name no end. @param no of the latest set */
async function endByRules(
  log: Pick<DrawLog, 'rulesTexts'>,
  id: string,
  no: number | undefined,
): Promise<number | null> {
  if (no === undefined) return null;
  const [found] = await log.rulesTexts(id, [no]);
  return rulesFacts(found).endsAt;
}
