import { Counter, type Registry } from 'prom-client';
import type { ReleaseOutcome, ReleaseTelemetry } from '../../domain/releases/release-telemetry.ts';

/**
 * What a publisher has done since the start. It works in a process of its own, which may not be the one that exports the
 * number: so these outlive it, and are added to a registry where they are exported.
 */
export class ReleaseOutcomes implements ReleaseTelemetry {
  readonly #counts: Record<ReleaseOutcome, number> = { published: 0, removed: 0, refused: 0, cancelled: 0 };

  releaseSettled(outcome: ReleaseOutcome): void {
    this.#counts[outcome] += 1;
  }

  addTo(registry: Registry): void {
    const counts = this.#counts;
    new Counter({
      name: 'cms_market_releases_total',
      help: 'What the publisher did; with refused a draft is not valid, with cancelled a scheduled release was not published.',
      labelNames: ['result'],
      registers: [registry],
      collect() {
        this.reset();
        for (const [result, count] of Object.entries(counts)) this.inc({ result }, count);
      },
    });
  }
}
