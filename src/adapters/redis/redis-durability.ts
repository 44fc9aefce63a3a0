import { Cluster, type Redis } from 'ioredis';
import type { ErrorReporter } from '../../domain/shared/error-reporter.ts';
import { type Durability, sightOf } from './redis-sight.ts';

/* Operators change a running server without notice: with the time of a look, it is noticed within 5 s. */
const LOOK_EVERY_MS = 4000;

/**
 * Looks at how lasting the server's memory is, and whether it can be written to: with each new connection, and
 * every few seconds while it stands. A look has the deadline of any command, and there is one at a time.
 */
export class RedisDurability {
  readonly #redis: Redis | Cluster;
  readonly #errorReporter: ErrorReporter;
  #durability: Durability = { kind: 'unknown', reason: 'not connected yet' };
  #refusal: string | null = null;
  #seenWritingAt = Number.NEGATIVE_INFINITY;
  #isSeen = false;
  #looking: Promise<void> | null = null;

  constructor(redis: Redis | Cluster, errorReporter: ErrorReporter) {
    this.#redis = redis;
    this.#errorReporter = errorReporter;
    redis.on('close', () => {
      this.#isSeen = false;
    });
    redis.on('ready', () => void this.look());
    if (redis.status === 'ready') void this.look();
  }

  /** Looks every few seconds from now on, until the function that is returned is called. */
  watch(): () => void {
    const timer = setInterval(() => void this.look(), LOOK_EVERY_MS).unref();
    return () => clearInterval(timer);
  }

  /** As the looks that were answered have shown it. */
  current(): Durability {
    return this.#durability;
  }

  /** Why the server does not write, by the latest look that was answered; `null` if nothing speaks against it. */
  refusal(): string | null {
    return this.#refusal;
  }

  /** When the latest look began that saw nothing against writing, in milliseconds of `performance.now()`. */
  seenWritingAt(): number {
    return this.#seenWritingAt;
  }

  /** Whether the server behind the connection that stands has been looked at; in a cluster every master. */
  isSeen(): boolean {
    return this.#isSeen;
  }

  /** Looks now; in a cluster at every master, of which the least lasting counts. */
  look(): Promise<void> {
    this.#looking ??= this.#look().finally(() => {
      this.#looking = null;
    });
    return this.#looking;
  }

  async #look(): Promise<void> {
    const from = performance.now();
    const nodes = this.#redis instanceof Cluster ? this.#redis.nodes('master') : [this.#redis];
    const looks = await Promise.allSettled(nodes.map((node) => sightOf(node, this.#durability)));
    const sights = looks.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
    const [first] = sights;
    // A server that does not answer may still be as bad as it was seen last: without it nothing gets better.
    if (!first) return;
    const isComplete = sights.length === nodes.length;
    const all = sights.map(({ durability }) => durability);
    const worst =
      all.find(({ kind }) => kind === 'volatile') ??
      all.find(({ kind }) => kind === 'unknown') ??
      first.durability;
    if (worst.kind === 'volatile' && !isSame(worst, this.#durability)) {
      this.#errorReporter.report('draws may be lost: Redis is volatile', new Error(worst.reason));
    }
    const refusals = sights.map(({ refusal }) => refusal);
    const refusal = refusals.find((each) => each !== null && each !== 'unknown') ?? null;
    if (isComplete || isWorse(worst, this.#durability)) this.#durability = worst;
    if (isComplete || refusal !== null) this.#refusal = refusal;
    if (!isComplete) return;
    this.#isSeen = true;
    if (refusals.every((each) => each === null)) this.#seenWritingAt = from;
  }
}

const FROM_GOOD_TO_BAD: readonly Durability['kind'][] = ['durable', 'unknown', 'volatile'];

function isWorse(one: Durability, other: Durability): boolean {
  return FROM_GOOD_TO_BAD.indexOf(one.kind) > FROM_GOOD_TO_BAD.indexOf(other.kind);
}

function isSame(one: Durability, other: Durability): boolean {
  return one.kind === other.kind && 'reason' in one && 'reason' in other && one.reason === other.reason;
}
