import type { RedisClient } from '../redis-client.ts';
import { DRAW_NEWS_CHANNEL } from './draw-news-channel.ts';

/* The winner's page may show the delivery 500 ms after the draw. */
const INTERVAL_MS = 50;

/**
 * Publishes in which activities this process has recorded something: at most one message in 50 ms, whatever is recorded.
 * Nobody waits for it, and one that is lost is made up for by the relay's next look.
 */
export class DrawAnnouncer {
  readonly #redis: RedisClient;
  readonly #activityIds = new Set<string>();
  #timer: NodeJS.Timeout | undefined;

  constructor(redis: RedisClient) {
    this.#redis = redis;
  }

  note(activityId: string): void {
    this.#activityIds.add(activityId);
    if (this.#timer !== undefined) return;
    this.#timer = setTimeout(() => this.#publish(), INTERVAL_MS);
    this.#timer.unref();
  }

  #publish(): void {
    this.#timer = undefined;
    const message = [...this.#activityIds].join(',');
    this.#activityIds.clear();
    this.#redis.publish(DRAW_NEWS_CHANNEL, message).catch(() => {});
  }
}
