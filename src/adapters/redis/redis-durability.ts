import { Cluster, type Redis } from 'ioredis';
import type { ErrorReporter } from '../../domain/shared/error-reporter.ts';
import { type Durability, readServerState } from './redis-server-state.ts';

/* Operators change a running server without a notice. With the time of a check, a change is found within 5 s. */
const CHECK_INTERVAL_MS = 4000;

/**
 * Checks whether the server keeps what it acknowledges and whether it accepts writes: at each new connection, and
 * every few seconds while it is connected. One check runs at a time.
 */
export class RedisDurability {
  readonly #redis: Redis | Cluster;
  readonly #errorReporter: ErrorReporter;
  #durability: Durability = { kind: 'unknown', reason: 'not connected yet' };
  #refusal: string | null = null;
  #lastWritableAt = Number.NEGATIVE_INFINITY;
  #isChecked = false;
  #checking: Promise<void> | null = null;

  constructor(redis: Redis | Cluster, errorReporter: ErrorReporter) {
    this.#redis = redis;
    this.#errorReporter = errorReporter;
    redis.on('close', () => {
      this.#isChecked = false;
    });
    redis.on('ready', () => void this.check());
    if (redis.status === 'ready') void this.check();
  }

  /** Checks every few seconds until the returned function is called. */
  watch(): () => void {
    const timer = setInterval(() => void this.check(), CHECK_INTERVAL_MS).unref();
    return () => clearInterval(timer);
  }

  /** The result of the checks that were answered. */
  current(): Durability {
    return this.#durability;
  }

  /** The reason why the server refuses writes, by the latest answered check; `null` if that found none. */
  refusal(): string | null {
    return this.#refusal;
  }

  /** The start of the latest check that found no reason against writing, in milliseconds of `performance.now()`. */
  lastWritableAt(): number {
    return this.#lastWritableAt;
  }

  /** Whether the server of the current connection has been checked; in a cluster every master. */
  isChecked(): boolean {
    return this.#isChecked;
  }

  /** Checks now; in a cluster every master, of which the least durable counts. */
  check(): Promise<void> {
    this.#checking ??= this.#check().finally(() => {
      this.#checking = null;
    });
    return this.#checking;
  }

  async #check(): Promise<void> {
    const startedAt = performance.now();
    const nodes = this.#redis instanceof Cluster ? this.#redis.nodes('master') : [this.#redis];
    const results = await Promise.allSettled(nodes.map((node) => readServerState(node, this.#durability)));
    const states = results.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
    if (states.length === 0) return;
    // A server that did not answer may be as bad as it was before: without it, the result does not get better.
    const isComplete = states.length === nodes.length;
    this.#updateDurability(leastDurable(states.map(({ durability }) => durability)), isComplete);
    const refusals = states.map(({ refusal }) => refusal);
    const refusal = refusals.find((each) => each !== null && each !== 'unknown') ?? null;
    if (isComplete || refusal !== null) this.#refusal = refusal;
    if (!isComplete) return;
    this.#isChecked = true;
    if (refusals.every((each) => each === null)) this.#lastWritableAt = startedAt;
  }

  #updateDurability(found: Durability, isComplete: boolean): void {
    if (found.kind === 'volatile' && !isSame(found, this.#durability)) {
      this.#errorReporter.report('draws may be lost: Redis is volatile', new Error(found.reason));
    }
    if (isComplete || badness(found) > badness(this.#durability)) this.#durability = found;
  }
}

const FROM_GOOD_TO_BAD: readonly Durability['kind'][] = ['durable', 'unknown', 'volatile'];

function badness({ kind }: Durability): number {
  return FROM_GOOD_TO_BAD.indexOf(kind);
}

/** The first of the worst. */
function leastDurable(all: readonly Durability[]): Durability {
  return all.reduce((worst, each) => (badness(each) > badness(worst) ? each : worst));
}

function isSame(one: Durability, other: Durability): boolean {
  return one.kind === other.kind && 'reason' in one && 'reason' in other && one.reason === other.reason;
}
