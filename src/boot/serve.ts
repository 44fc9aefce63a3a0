import { fileURLToPath } from 'node:url';
import { listen } from '../adapters/koa/http-server.ts';
import type { Log } from '../adapters/pino/log.ts';
import { compose, parts } from '../container.ts';
import type { ConfigRepository } from '../domain/ports/config-repository.ts';
import type { Settings } from '../settings.ts';
import { Closers } from './closers.ts';

/** The build puts the page beside the server. */
const PAGE_DIR = fileURLToPath(new URL('../web', import.meta.url));

export interface Serving {
  readonly host: string;
  readonly port: number;
  readonly configs: ConfigRepository;
  /** Lets the connections end in their own time, while another process listens. `close` hastens and ends it. */
  retire(): Promise<void>;
  /** Answers what is under way, closes everything. */
  close(): Promise<void>;
}

/**
 * Loads, connects, listens.
 * @throws Error if the activities or the page cannot be read, or the address cannot be had
 */
export async function serve(settings: Settings, log: Log): Promise<Serving> {
  const closers = new Closers();
  try {
    const container = await compose(settings, log, closers, PAGE_DIR);
    await container.resolve(parts.redis)?.settled();
    const server = await listen(container.resolve(parts.app), container.resolve(parts.lifecycle), settings);
    closers.push(() => server.drain());
    const configs = container.resolve(parts.configs);
    return {
      host: server.host,
      port: server.port,
      configs,
      retire: () => server.retire(),
      close: () => closers.closeAll(),
    };
  } catch (error) {
    await closers.closeAll();
    throw error;
  }
}
