import type { UnitRequest } from '../../../domain/draws/segments/root-stock.ts';
import { DependencyError } from '../../../domain/shared/dependency-error.ts';
import type { UnitSupply } from './unit-supply.ts';

/** What came of one attempt to record a draw in its segment. */
export type SegmentAttempt<T> =
  | { readonly kind: 'done'; readonly value: T }
  /** The segment has no unit of a prize, of which others may have some. */
  | {
      readonly kind: 'dry';
      readonly request: UnitRequest;
      /** For how many milliseconds another process may be asking the root already; 0: none is. */
      readonly askedMs: number;
    };

/* Another process brings units in about 1 ms. */
const RETRY_MS = 2;

interface Waiting {
  readonly request: UnitRequest;
  readonly since: number;
  readonly proceed: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Lets the draws of a process that wait for units of one prize in one segment try again in turn: as many
 * as came units, and one more, which asks for the next. Without turns, each unit that comes would make all of them try.
 */
export class UnitTurns {
  readonly #supply: UnitSupply;
  readonly #pause: (ms: number) => Promise<void>;
  readonly #patienceMs: number;
  readonly #now: () => number;
  readonly #queues = new Map<string, Queue>();

  /** @param pause waits so many milliseconds @param patienceMs after which a draw fails @param now milliseconds from any moment on */
  constructor(
    supply: UnitSupply,
    pause: (ms: number) => Promise<void>,
    patienceMs: number,
    now: () => number,
  ) {
    this.#supply = supply;
    this.#pause = pause;
    this.#patienceMs = patienceMs;
    this.#now = now;
  }

  /**
   * Attempts until it is done.
   * @throws DependencyError if units could not be brought, or not in time; and what `attempt` throws
   */
  async run<T>(activityId: string, attempt: () => Promise<SegmentAttempt<T>>): Promise<T> {
    const since = this.#now();
    let turn: Queue | null = null;
    try {
      for (;;) {
        const found = await attempt();
        if (found.kind === 'done') return found.value;
        const queue = this.#queueOf(activityId, found.request);
        const isFirst: boolean = turn === queue;
        turn?.leave(isFirst ? 'again' : 'done');
        turn = null;
        await queue.enter(found.request, found.askedMs, since, isFirst);
        turn = queue;
      }
    } finally {
      turn?.leave('done');
    }
  }

  async #ask(activityId: string, request: UnitRequest, askedMs: number): Promise<Asked> {
    if (askedMs === 0) return { attempts: await this.#supply.supply(activityId, request), isKnown: true };
    await this.#pause(Math.min(askedMs, RETRY_MS));
    return { attempts: 1, isKnown: false };
  }

  #queueOf(activityId: string, { segment, prizeId }: UnitRequest): Queue {
    const key = `${activityId} ${segment} ${prizeId}`;
    let queue = this.#queues.get(key);
    if (!queue) {
      queue = new Queue(
        (request, askedMs) => this.#ask(activityId, request, askedMs),
        () => this.#now() - this.#patienceMs,
        () => this.#queues.delete(key),
      );
      this.#queues.set(key, queue);
    }
    return queue;
  }
}

interface Asked {
  /** How many draws should try again. */
  readonly attempts: number;
  /** Whether it is known how many units came. */
  readonly isKnown: boolean;
}

/* While draws wait, there is a request on its way, or a draw that tries again. */
class Queue {
  readonly #ask: (request: UnitRequest, askedMs: number) => Promise<Asked>;
  readonly #oldest: () => number;
  readonly #onEmpty: () => void;
  #waiting: Waiting[] = [];
  #isAsking = false;
  #trying = 0;
  /* How many try after one that found units: more and more, where it is not known how many came. */
  #next = 0;

  constructor(
    ask: (request: UnitRequest, askedMs: number) => Promise<Asked>,
    oldest: () => number,
    onEmpty: () => void,
  ) {
    this.#ask = ask;
    this.#oldest = oldest;
    this.#onEmpty = onEmpty;
  }

  /** Resolves when it is the draw's turn to try again. @param isFirst whether it had the turn */
  enter(request: UnitRequest, askedMs: number, since: number, isFirst: boolean): Promise<void> {
    return new Promise((proceed, reject) => {
      const waiting = { request, since, proceed, reject };
      if (isFirst) this.#waiting.unshift(waiting);
      else this.#waiting.push(waiting);
      if (!this.#isAsking) void this.#request(request, askedMs);
    });
  }

  /** A draw that had the turn has tried. @param then `again`: it waits again at once */
  leave(then: 'done' | 'again'): void {
    this.#trying--;
    if (then === 'again' || this.#isAsking) return;
    if (this.#waiting.length > 0) this.#proceed(Math.max(this.#next, this.#trying === 0 ? 1 : 0));
    else if (this.#trying === 0) this.#onEmpty();
  }

  async #request(request: UnitRequest, askedMs: number): Promise<void> {
    this.#isAsking = true;
    try {
      const { attempts, isKnown } = await this.#ask(request, askedMs);
      this.#isAsking = false;
      this.#next = isKnown ? 0 : 2;
      this.#dismiss();
      this.#proceed(attempts);
    } catch (error) {
      this.#isAsking = false;
      for (const { reject } of this.#waiting.splice(0)) reject(error);
      if (this.#trying === 0) this.#onEmpty();
    }
  }

  #proceed(count: number): void {
    const next = this.#waiting.splice(0, count);
    this.#trying += next.length;
    for (const { proceed } of next) proceed();
    if (this.#trying === 0) this.#onEmpty();
  }

  #dismiss(): void {
    const oldest = this.#oldest();
    const late = this.#waiting.filter(({ since }) => since < oldest);
    if (late.length === 0) return;
    this.#waiting = this.#waiting.filter(({ since }) => since >= oldest);
    for (const { reject, request } of late) {
      reject(new DependencyError('draw ledger', `no unit of ${request.prizeId} came in time`));
    }
  }
}
