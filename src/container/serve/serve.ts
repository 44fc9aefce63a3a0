import { fileURLToPath } from 'node:url';
import { listen } from '../../adapters/koa/http/http-server.ts';
import type { Log } from '../../adapters/pino/log.ts';
import type { ConfigRepository } from '../../domain/activities/config-repository.ts';
import { compose, tokens } from '../container.ts';
import { Disposer } from '../disposer.ts';
import type { Settings } from '../settings.ts';

/** The build puts the page beside the server. */
const PAGE_DIR = fileURLToPath(new URL('../../web', import.meta.url));

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
  const disposer = new Disposer();
  try {
    const container = await compose(settings, log, disposer, PAGE_DIR);
    await container.resolve(tokens.redis)?.settled();
    const server = await listen(container.resolve(tokens.app), container.resolve(tokens.lifecycle), settings);
    disposer.push(() => server.drain());
    const configs = container.resolve(tokens.configs);
    return {
      host: server.host,
      port: server.port,
      configs,
      retire: () => server.retire(),
      close: () => disposer.dispose(),
    };
  } catch (error) {
    await disposer.dispose();
    throw error;
  }
}
