import type { ClaimedDelivery, DeliveryQueue, Settlement } from '../../domain/deliveries/delivery-queue.ts';
import { EndpointPace } from '../../domain/deliveries/endpoint-pace.ts';
import type { EndpointStates } from '../../domain/deliveries/endpoint-states.ts';
import { verdictOn } from '../../domain/deliveries/retry-schedule.ts';
import type { WebhookEndpoint } from '../../domain/deliveries/webhook-endpoint.ts';
import type { WebhookMessage, WebhookSender } from '../../domain/deliveries/webhook-sender.ts';
import type { Clock } from '../../domain/shared/clock.ts';
import type { Entropy } from '../../domain/shared/entropy.ts';
import type { ErrorReporter } from '../../domain/shared/error-reporter.ts';
import type { Timer } from '../../domain/shared/timer.ts';
import type { Vault } from '../../domain/shared/vault.ts';
import { Bell } from './bell.ts';
import { wonMessage } from './won-message.ts';

const MOST_CLAIMED = 50;

/* A delivery waits so long at most for a sender that nobody woke. */
const POLL_MS = 1000;

/*
 * Longer than an attempt, which ends in 11 s, and the writing of what came of it. So long a delivery waits that a killed
 * sender held.
 */
const LEASE_MS = 30_000;
const WRITING_MS = 15_000;

/* While the record store is away. */
const FIRST_BACKOFF_MS = 1000;
const LONGEST_BACKOFF_MS = 10_000;

export interface DispatchParts {
  readonly queue: DeliveryQueue;
  readonly states: EndpointStates;
  readonly sender: WebhookSender;
  /** `null`: there is no data key, and forms cannot be opened. */
  readonly vault: Vault | null;
  readonly clock: Clock;
  readonly timer: Timer;
  readonly entropy: Entropy;
  readonly reporter: ErrorReporter;
}

/** Sends the deliveries of one endpoint, at the pace that it keeps up with. */
export class EndpointDispatch {
  readonly #endpoint: WebhookEndpoint;
  readonly #parts: DispatchParts;
  readonly #pace = new EndpointPace();
  readonly #underWay = new Set<Promise<void>>();
  readonly #bell: Bell;
  readonly #stopping = new AbortController();
  readonly #aborting = new AbortController();
  /* Since an outage has ended: what was tried meanwhile is still to be made due. */
  #isBack = false;

  constructor(endpoint: WebhookEndpoint, parts: DispatchParts) {
    this.#endpoint = endpoint;
    this.#parts = parts;
    this.#bell = new Bell(parts.timer);
  }

  /** Sends until `stop` is called, and resolves when no attempt is under way any more. */
  async run(): Promise<void> {
    let backoffMs = FIRST_BACKOFF_MS;
    while (!this.#stopping.signal.aborted) {
      try {
        await this.#bringForward();
        await this.#bell.wait(await this.#sendWhatIsDue());
        backoffMs = FIRST_BACKOFF_MS;
      } catch (error) {
        this.#report('deliveries wait for the record store', error);
        await this.#parts.timer.sleep(backoffMs, this.#stopping.signal);
        backoffMs = Math.min(backoffMs * 2, LONGEST_BACKOFF_MS);
      }
    }
    while (this.#underWay.size > 0) await Promise.all(this.#underWay);
  }

  /** Deliveries may have become due. */
  wake(): void {
    this.#bell.ring();
  }

  /** Begins no further attempt. */
  stop(): void {
    this.#stopping.abort();
    this.#bell.ring();
  }

  /** Ends the attempts that are under way: their deliveries stay due. */
  abort(): void {
    this.#aborting.abort();
  }

  /** @returns for how long there is nothing to do unless the bell rings */
  async #sendWhatIsDue(): Promise<number> {
    const { queue, clock, timer } = this.#parts;
    const at = timer.elapsed();
    const free = this.#pace.slots(at) - this.#underWay.size;
    if (free <= 0) return this.#pace.waitMs(at) || POLL_MS;
    const claimed = await queue.claim({
      endpoint: this.#endpoint.name,
      limit: Math.min(free, MOST_CLAIMED),
      now: clock.now(),
      leaseMs: LEASE_MS,
    });
    for (const claim of claimed) this.#begin(claim);
    return claimed.length < free ? POLL_MS : this.#pace.waitMs(at);
  }

  #begin(claim: ClaimedDelivery): void {
    const attempt = this.#attempt(claim)
      .catch((error) =>
        this.#report('what came of a delivery was not written, and it is made again', error, claim),
      )
      .finally(() => {
        this.#underWay.delete(attempt);
        this.#bell.ring();
      });
    this.#underWay.add(attempt);
  }

  async #attempt(claim: ClaimedDelivery): Promise<void> {
    const { sender, clock, entropy } = this.#parts;
    if (this.#stopping.signal.aborted) return this.#settle(claim, { kind: 'put_back', error: null });
    const message = this.#messageOf(claim);
    if (message === null) return;
    const answer = await sender.send(this.#endpoint, message, this.#aborting.signal);
    if (answer.kind === 'unanswered' && this.#aborting.signal.aborted) {
      // It counts, since it may have arrived: a form must not change any more.
      return this.#settle(claim, { kind: 'retry', dueAt: clock.now(), error: answer.reason });
    }
    const chance = Number.parseInt(entropy.hex(4), 16) / 2 ** 32;
    const verdict = verdictOn(answer, { attempts: claim.attempts, now: clock.now(), chance });
    const at = this.#parts.timer.elapsed();
    if (verdict.kind === 'delivered' && this.#pace.succeeded(at)) this.#isBack = true;
    if (verdict.kind !== 'delivered' && this.#pace.failed(at)) {
      this.#report('a webhook endpoint is left alone after repeated failures', new Error(verdict.error));
    }
    if (answer.kind === 'answered' && verdict.kind === 'retry' && answer.retryAfterMs) {
      this.#pace.leaveAlone(at, answer.retryAfterMs);
    }
    if (verdict.kind === 'failed') this.#report('a delivery has failed', new Error(verdict.error), claim);
    if (verdict.kind === 'endpoint_gone') {
      await this.#stopEndpoint(verdict.error);
      await this.#settle(claim, { kind: 'put_back', error: verdict.error });
    } else await this.#settle(claim, verdict);
  }

  /* By the loop, which comes again where the record store does not answer. */
  async #bringForward(): Promise<void> {
    if (!this.#isBack) return;
    const { queue, clock } = this.#parts;
    await queue.bringForward(this.#endpoint.name, clock.now());
    this.#isBack = false;
  }

  /* `null` where the form cannot be opened now: the lease runs out, and then it is tried again. */
  #messageOf(claim: ClaimedDelivery): WebhookMessage | null {
    try {
      return wonMessage(claim, this.#parts.vault);
    } catch (error) {
      this.#report('a form cannot be opened, and its delivery waits', error, claim);
      return null;
    }
  }

  async #stopEndpoint(reason: string): Promise<void> {
    const { states, clock } = this.#parts;
    const isFirst = await states.stop({ name: this.#endpoint.name, stoppedAt: clock.now(), reason });
    if (!isFirst) return;
    this.#report(
      'a webhook endpoint wants nothing more, and is stopped until "deliveries start"',
      new Error(reason),
    );
  }

  /* An answer that is not written down means that the receiver gets the same again: as long as the lease stands, it is tried. */
  async #settle(claim: ClaimedDelivery, settlement: Settlement): Promise<void> {
    const { queue, clock, timer } = this.#parts;
    const giveUpAt = timer.elapsed() + WRITING_MS;
    for (;;) {
      try {
        await queue.settle(claim, settlement, clock.now());
        return;
      } catch (error) {
        if (this.#stopping.signal.aborted || timer.elapsed() > giveUpAt) throw error;
        this.#report('a delivery cannot be written to the record store', error);
      }
      await timer.sleep(FIRST_BACKOFF_MS, this.#stopping.signal);
    }
  }

  #report(fault: string, error: unknown, claim?: ClaimedDelivery): void {
    this.#parts.reporter.report(fault, error, {
      endpoint: this.#endpoint.name,
      ...(claim && { activity_id: claim.prize.activityId, draw_id: claim.prize.drawId }),
    });
  }
}
