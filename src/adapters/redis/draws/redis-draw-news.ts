import type { DrawNews } from '../../../domain/draws/draw-news.ts';
import type { ErrorReporter } from '../../../domain/shared/error-reporter.ts';
import { createRedisClient } from '../redis-client.ts';
import type { RedisTarget } from '../redis-target.ts';
import { DRAW_NEWS_CHANNEL } from './draw-news-channel.ts';

/** News of draws by a channel of Redis, with a connection of its own: one that listens can do nothing else. */
export class RedisDrawNews implements DrawNews {
  readonly #target: RedisTarget;

  readonly #reporter: ErrorReporter;

  constructor(target: RedisTarget, reporter: ErrorReporter) {
    this.#target = target;
    this.#reporter = reporter;
  }

  listen(onNews: (activityIds: readonly string[]) => void): () => void {
    const client = createRedisClient(this.#target, 'prompt');
    // An `error` event without a listener ends the process. The connection of the ledger reports the same fault.
    client.on('error', () => {});
    client.on('message', (_channel: string, message: string) => {
      if (message !== '') onNews(message.split(','));
    });
    // After each new connection: what ioredis subscribes to again by itself does no harm.
    client.on('ready', () =>
      client.subscribe(DRAW_NEWS_CHANNEL).catch((error: Error) => {
        // A connection that broke has another 'ready' after it; a user without the right has not.
        if (/NOPERM/.test(error.message)) this.#reporter.report('news of draws are not heard', error);
      }),
    );
    return () => client.disconnect();
  }
}
