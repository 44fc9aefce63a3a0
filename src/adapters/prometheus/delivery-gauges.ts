import { Gauge, type Registry } from 'prom-client';
import type { EndpointCounts } from '../../domain/deliveries/delivery-counts.ts';
import type { RelayState } from '../../domain/deliveries/relay-status.ts';
import { withDeadline } from './with-deadline.ts';

export interface DeliverySources {
  /** As it was last seen, without asking. */
  recordsAreUp(): boolean;
  /** @throws Error if the record store does not answer */
  deliveries(): Promise<readonly EndpointCounts[]>;
  /** @throws Error if the record store does not answer */
  relay(): Promise<RelayState>;
  /** Milliseconds since the epoch. */
  now(): number;
}

/* If the store hangs, the other metrics must arrive well before the scrape times out. */
const DEADLINE_MS = 500;

/* A store that was restored halts every activity: the first of them are alarm enough. */
const MAX_HALTED = 100;

interface Reading {
  /** `null` while the store does not answer. */
  readonly deliveries: readonly EndpointCounts[] | null;
  readonly relay: RelayState | null;
}

/**
 * What waits on its way to the winners, by the record store. While it does not answer, there is no value instead of an
 * old one. One process exports them for all; while two do, as in a rolling restart, the worse value counts.
 */
export function addDeliveryGauges(
  registry: Registry,
  sources: DeliverySources,
  deadlineMs = DEADLINE_MS,
): void {
  let current: Promise<Reading> | null = null;
  // The gauges of a scrape are collected at the same time, and share one reading.
  const reading = () => {
    current ??= read(sources, deadlineMs).finally(() => {
      current = null;
    });
    return current;
  };

  function gauge(
    metric: { name: string; help: string; labelNames?: string[]; aggregator?: 'min' | 'max' },
    set: (gauge: Gauge, reading: Reading) => void,
  ): void {
    new Gauge({
      aggregator: 'max',
      ...metric,
      registers: [registry],
      async collect() {
        const found = await reading();
        // No `await` from here on: concurrent scrapes must not empty each other's answer.
        this.reset();
        // Without labels, prom-client puts a 0 where there is no value.
        if (!metric.labelNames) this.remove();
        set(this, found);
      },
    });
  }

  gauge(
    {
      name: 'cms_market_records_up',
      help: 'Whether the record store answers, and would be written: 1 or 0.',
      aggregator: 'min',
    },
    (up, { deliveries }) => up.set(Number(deliveries !== null && sources.recordsAreUp())),
  );
  gauge(
    {
      name: 'cms_market_relay_lag_seconds',
      help: 'For how long the oldest draw has waited to be moved to the record store, or no relay has worked.',
    },
    (lag, { relay }) => {
      if (relay) lag.set(relay.lagSeconds);
    },
  );
  gauge(
    {
      name: 'cms_market_relay_halted',
      help: 'Activities whose draws are not moved to the record store, until an operator has looked: 1.',
      labelNames: ['activity'],
    },
    (halted, { relay }) => {
      const ids = new Set(relay?.halted.map(({ activityId }) => activityId));
      for (const activity of [...ids].slice(0, MAX_HALTED)) halted.set({ activity }, 1);
    },
  );
  addEndpointGauges(gauge, sources);
}

function addEndpointGauges(
  gauge: (
    metric: { name: string; help: string; labelNames: string[] },
    set: (gauge: Gauge, reading: Reading) => void,
  ) => void,
  { now }: DeliverySources,
): void {
  const labelNames = ['endpoint'];
  gauge(
    {
      name: 'cms_market_deliveries_waiting',
      help: 'Deliveries that are to be sent to an endpoint, now or at a later attempt; counted up to 10,000.',
      labelNames,
    },
    (waiting, { deliveries }) => {
      for (const each of deliveries ?? []) waiting.set({ endpoint: each.endpoint }, each.waiting);
    },
  );
  gauge(
    {
      name: 'cms_market_deliveries_oldest_seconds',
      help: 'How long ago the oldest of the waiting deliveries was won.',
      labelNames,
    },
    (oldest, { deliveries }) => {
      for (const { endpoint, oldestWonAt } of deliveries ?? []) {
        if (oldestWonAt !== null) oldest.set({ endpoint }, Math.max(0, (now() - oldestWonAt) / 1000));
      }
    },
  );
  gauge(
    {
      name: 'cms_market_deliveries_failed',
      help: 'Deliveries that are given up until an operator retries them; counted up to 10,000.',
      labelNames,
    },
    (failed, { deliveries }) => {
      for (const each of deliveries ?? []) failed.set({ endpoint: each.endpoint }, each.failed);
    },
  );
}

async function read({ deliveries, relay }: DeliverySources, deadlineMs: number): Promise<Reading> {
  const [found, state] = await Promise.all([
    withDeadline(deliveries(), deadlineMs),
    withDeadline(relay(), deadlineMs),
  ]);
  return { deliveries: found, relay: state };
}
