import type { Drafts } from '../../domain/releases/drafts.ts';
import type { Clock } from '../../domain/shared/clock.ts';
import type { ErrorReporter } from '../../domain/shared/error-reporter.ts';
import type { Lease } from '../../domain/shared/lease.ts';
import { endedWithin } from '../shared/ended-within.ts';
import type { DraftPublisher } from './draft-publisher.ts';
import type { DueReleases } from './due-releases.ts';

export interface PublisherDependencies {
  /** `null`: drafts are published by command alone. */
  readonly drafts: Pick<Drafts, 'follow'> | null;
  readonly draftPublisher: DraftPublisher;
  readonly dueReleases: DueReleases;
  /**
   * `null` where the store is a file of this machine: two publishers on it follow one folder, and each change is published
   * once. A process that was killed does not keep the next one waiting there.
   */
  readonly lease: Lease | null;
  /** Names this process among those that may publish. */
  readonly holder: string;
  /**
   * Whether the record store may be written.
   * @throws Error if it cannot be known now
   */
  mayWrite(): Promise<boolean>;
  readonly clock: Clock;
  readonly errorReporter: ErrorReporter;
}

/* Another process takes over within the two together, 6.5 s, and then reads the files. */
const LEASE_MS = 5000;
const BEAT_MS = 1500;

/* A store that was away is to have the newest within 2 s, and a release takes force 750 ms after it is recorded. */
const BEAT_AFTER_FAULT_MS = 250;

/* A scheduled release is due at a time that people see on a clock. */
const DUE_EVERY_MS = 250;

/* The process has 9.8 s to end. */
const CLOSE_MS = 3000;

/**
 * Publishes drafts as they change, and scheduled releases when they are due. One process is at work at a time, by a lease; that
 * nothing is published twice is by the store, which takes each change only after the one that it was decided by.
 */
export class Publisher {
  readonly #deps: PublisherDependencies;
  /** `null`: another process is at work. */
  #fence: number | null = null;
  /** Up to when no other process takes the lease, in milliseconds of `performance.now()`. */
  #heldUntil = 0;
  /** Of the look that is under way, or was the last; `null`: what it found is of no use any more. */
  #look: { hasEnded: boolean } | null = null;
  #looking: Promise<void> | null = null;
  #following: { close(): void } | null = null;
  #timer: NodeJS.Timeout | undefined;
  #dueTimer: NodeJS.Timeout | undefined;
  #beating: Promise<void> = Promise.resolve();
  #publishingDue: Promise<void> | null = null;
  #isClosed = false;

  constructor(deps: PublisherDependencies) {
    this.#deps = deps;
  }

  /**
   * Begins. Resolves when all drafts have been looked at once, or when it is clear that another process does that, or that the
   * store does not answer.
   */
  async start(): Promise<void> {
    this.#tick();
    await this.#beating;
    await this.#looking;
    if (this.#isClosed) return;
    this.#dueTimer = setInterval(() => this.#publishDue(), DUE_EVERY_MS);
    this.#dueTimer.unref();
  }

  /** Ends after what is under way, and after 3 s at most. */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    clearInterval(this.#dueTimer);
    await endedWithin(CLOSE_MS, this.#end());
  }

  async #end(): Promise<void> {
    await this.#beating;
    await this.#looking;
    this.#following?.close();
    const { draftPublisher, lease, holder, clock } = this.#deps;
    await Promise.all([draftPublisher.idle(), this.#publishingDue]);
    this.#stop();
    // Who does not answer now gives it to another one when it expires.
    if (this.#fence !== null) await lease?.release(holder, clock.now()).catch(() => {});
  }

  #tick(): void {
    this.#beating = this.#beat().then((hasAnswer) => {
      if (this.#isClosed) return;
      this.#timer = setTimeout(() => this.#tick(), hasAnswer ? BEAT_MS : BEAT_AFTER_FAULT_MS);
      this.#timer.unref();
    });
  }

  /** @returns whether the store has answered */
  async #beat(): Promise<boolean> {
    const { lease, draftPublisher, errorReporter } = this.#deps;
    try {
      const begunAt = performance.now();
      const fence = await this.#takeLease();
      if (fence !== this.#fence) this.#stop();
      this.#fence = fence;
      this.#heldUntil = lease ? begunAt + LEASE_MS : Number.POSITIVE_INFINITY;
      if (fence === null || this.#isClosed) return true;
      if (this.#look?.hasEnded && (await draftPublisher.hasGoneBack())) this.#stop();
      if (this.#look?.hasEnded) await draftPublisher.retry();
      else this.#looking ??= this.#lookAtAll(fence);
      return true;
    } catch (error) {
      // For as long as the lease lasts nobody else is at work, and what changes is published when the store is back.
      errorReporter.report('nothing can be published', error);
      return false;
    }
  }

  async #takeLease(): Promise<number | null> {
    const { lease, holder, clock } = this.#deps;
    if (!(await this.#mayWrite())) return null;
    return lease ? lease.take(holder, LEASE_MS, clock.now()) : 0;
  }

  /* What was so a moment ago holds while it cannot be known. */
  async #mayWrite(): Promise<boolean> {
    const { mayWrite, errorReporter } = this.#deps;
    try {
      return await mayWrite();
    } catch (error) {
      if (this.#fence === null) throw error;
      errorReporter.report('it cannot be known whether the record store may be written', error);
      return true;
    }
  }

  async #lookAtAll(fence: number): Promise<void> {
    const { drafts, draftPublisher, errorReporter } = this.#deps;
    const look = { hasEnded: false };
    this.#look = look;
    try {
      await draftPublisher.begin(() => this.#mayPublish(fence));
      if (drafts) this.#following = await drafts.follow(draftPublisher, () => draftPublisher.idle());
      await draftPublisher.looked();
      look.hasEnded = true;
      // Another process may have been at work meanwhile: the next beat looks anew.
      if (this.#look !== look) this.#stop();
    } catch (error) {
      this.#stop();
      errorReporter.report('drafts cannot be followed', error);
    } finally {
      this.#looking = null;
    }
  }

  #mayPublish(fence: number): boolean {
    return this.#fence === fence && performance.now() < this.#heldUntil;
  }

  #stop(): void {
    this.#following?.close();
    this.#following = null;
    this.#look = null;
    this.#deps.draftPublisher.end();
  }

  #publishDue(): void {
    if (this.#fence === null || !this.#mayPublish(this.#fence) || this.#publishingDue) return;
    this.#publishingDue = this.#deps.dueReleases.publish().finally(() => {
      this.#publishingDue = null;
    });
  }
}
