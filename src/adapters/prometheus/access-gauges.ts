import { Gauge, type Registry } from 'prom-client';

/** How far behind the record store a process may be with ended sessions and blocked users. */
export function addAccessAge(registry: Registry, secondsSinceRead: () => number): void {
  new Gauge({
    name: 'cms_market_access_read_age_seconds',
    help: 'How long ago all ended sessions and blocked users were known; the longest of all processes.',
    registers: [registry],
    aggregator: 'max',
    collect() {
      this.set(secondsSinceRead());
    },
  });
}
