import { Gauge, type Registry } from 'prom-client';

export type BreakerState = 'closed' | 'half_open' | 'open';
const BREAKER_STATES: readonly BreakerState[] = ['closed', 'half_open', 'open'];

/** The sources of gauges, read at each scrape. None of them does I/O. */
export interface GaugeSources {
  configVersion(): number;
  /** The number of served activities, and of those whose current file is invalid. */
  activities(): { readonly loaded: number; readonly invalid: number };
  /** The checks of `readyz`. */
  checks(): readonly { readonly name: string; readonly ok: boolean }[];
  /** `null` without Redis. */
  redisIsUp(): boolean | null;
  /** `null` with the demo passport. */
  breakerState(): BreakerState | null;
}

/** Gauges of the state of the service. Over several processes the worst value counts, except where noted. */
export function addStateGauges(registry: Registry, sources: GaugeSources): void {
  const registers = [registry];
  new Gauge({
    name: 'cms_market_workers',
    help: 'Processes that serve.',
    registers,
    aggregator: 'sum',
    collect() {
      this.set(1);
    },
  });
  new Gauge({
    name: 'cms_market_config_version',
    help: 'Versions of the activities served since the start of the process; the newest of all processes.',
    registers,
    aggregator: 'max',
    collect() {
      this.set(sources.configVersion());
    },
  });
  new Gauge({
    name: 'cms_market_activities',
    help: 'Activities by state: loaded ones are served, invalid ones have a file that was refused.',
    labelNames: ['state'],
    registers,
    aggregator: 'max',
    collect() {
      const { loaded, invalid } = sources.activities();
      this.set({ state: 'loaded' }, loaded);
      this.set({ state: 'invalid' }, invalid);
    },
  });
  new Gauge({
    name: 'cms_market_check_ok',
    help: 'Checks of readyz: 1 ok, 0 degraded.',
    labelNames: ['check'],
    registers,
    aggregator: 'min',
    collect() {
      for (const { name, ok } of sources.checks()) this.set({ check: name }, Number(ok));
    },
  });
  if (sources.redisIsUp() !== null) {
    new Gauge({
      name: 'cms_market_redis_up',
      help: 'Whether the connection to Redis stands: 1 or 0.',
      registers,
      aggregator: 'min',
      collect() {
        this.set(Number(sources.redisIsUp()));
      },
    });
  }
  if (sources.breakerState() !== null) {
    new Gauge({
      name: 'cms_market_passport_breaker_state',
      help: 'Processes whose breaker before the passport is in this state.',
      labelNames: ['state'],
      registers,
      aggregator: 'sum',
      collect() {
        const now = sources.breakerState();
        for (const state of BREAKER_STATES) this.set({ state }, Number(state === now));
      },
    });
  }
}
