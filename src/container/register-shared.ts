import { ruleRefusals } from '../adapters/koa/http/responses.ts';
import type { Log } from '../adapters/pino/log.ts';
import { PinoErrorReporter } from '../adapters/pino/pino-error-reporter.ts';
import { ReleaseOutcomes } from '../adapters/prometheus/release-outcomes.ts';
import { ServiceMetrics } from '../adapters/prometheus/service-metrics.ts';
import { openRedis } from '../adapters/redis/redis-connection.ts';
import { cryptoEntropy } from '../adapters/system/crypto-entropy.ts';
import { systemClock } from '../adapters/system/system-clock.ts';
import { uuidIdentifiers } from '../adapters/system/uuid-identifiers.ts';
import type { Disposer } from './disposer.ts';
import type { Registry } from './registry.ts';
import type { Settings } from './settings.ts';
import { tokens } from './tokens.ts';

export interface SharedOptions {
  readonly settings: Settings;
  readonly log: Log;
  /** Gets the closer of every resource that a part opens. */
  readonly disposer: Disposer;
  /** `patient`: a command waits for Redis; the service answers without it. */
  readonly redis?: 'patient';
}

/** What every module needs: settings, log, time, randomness, the connection to Redis. */
export function registerShared(registry: Registry, { settings, log, disposer, redis }: SharedOptions): void {
  registry.value(tokens.settings, settings);
  registry.value(tokens.log, log);
  registry.value(tokens.disposer, disposer);
  registry.value(tokens.clock, systemClock);
  registry.value(tokens.entropy, cryptoEntropy);
  registry.value(tokens.identifiers, uuidIdentifiers);
  registry.factory(tokens.errorReporter, (get) => new PinoErrorReporter(log, get(tokens.clock)));
  registry.factory(tokens.releaseOutcomes, () => new ReleaseOutcomes());
  registry.factory(tokens.releaseTelemetry, (get) => get(tokens.releaseOutcomes));
  registry.factory(tokens.metrics, () => new ServiceMetrics(ruleRefusals));
  registry.factory(tokens.tracing, () => null);
  registry.factory(tokens.redis, (get) => {
    if (!settings.redis) return null;
    const connection = openRedis(settings.redis, get(tokens.errorReporter), redis);
    disposer.push(() => connection.close());
    if (redis !== 'patient') disposer.push(connection.durability.watch());
    return connection;
  });
}
