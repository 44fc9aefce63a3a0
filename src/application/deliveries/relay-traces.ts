import type { NewDelivery } from '../../domain/deliveries/new-delivery.ts';
import type { LogEntry } from '../../domain/draws/draw-log.ts';
import type { DrawTraces } from '../../domain/draws/draw-traces.ts';
import type { Clock } from '../../domain/shared/clock.ts';
import type { ErrorReporter } from '../../domain/shared/error-reporter.ts';
import type { Tracer } from '../../domain/shared/tracer.ts';
import { relaySpan, relaySpanId } from './relay-span.ts';

export interface RelayTracesDependencies {
  readonly tracer: Pick<Tracer, 'ended'>;
  readonly traces: DrawTraces;
  readonly clock: Clock;
  readonly errorReporter: ErrorReporter;
}

/** Adds to the traces of draws that they were moved, and what that delivered. */
export class RelayTraces {
  readonly #deps: RelayTracesDependencies;

  constructor(deps: RelayTracesDependencies) {
    this.#deps = deps;
  }

  /**
   * To be called when entries were moved. It is not waited for: a trace that is not found costs spans alone.
   * @param startedAt when they were read, in milliseconds since the epoch
   */
  moved(
    activityId: string,
    entries: readonly LogEntry[],
    deliveries: readonly NewDelivery[],
    startedAt: number,
  ): Promise<void> {
    const endedAt = this.#deps.clock.now();
    return this.#record({ activityId, entries, deliveries, startedAt, endedAt }).catch((error) =>
      this.#deps.errorReporter.report('the traces of draws are not known', error),
    );
  }

  async #record({ activityId, entries, deliveries, startedAt, endedAt }: MovedBatch): Promise<void> {
    const { tracer, traces } = this.#deps;
    const drawIds = entries.flatMap((entry) => (entry.kind === 'draw' ? [entry.drawId] : []));
    if (drawIds.length === 0) return;
    const found = await traces.of(activityId, drawIds);
    const deliveryOf = new Map(deliveries.map((each) => [each.drawId, each]));
    for (const [index, drawId] of drawIds.entries()) {
      const commit = found[index];
      if (!commit) continue;
      const own = { 'cms.activity_id': activityId, 'cms.draw_id': drawId };
      const attributes = { ...own, 'cms.batch_entries': entries.length };
      tracer.ended(
        { name: 'relay', parent: commit, id: relaySpanId(drawId), attributes },
        startedAt,
        endedAt,
      );
      const delivery = deliveryOf.get(drawId);
      const parent = relaySpan(commit, drawId);
      // A webhook has a span for each attempt; all else is delivered by being there.
      if (!delivery || delivery.method === 'webhook' || !parent) continue;
      const plan = { name: `delivery ${delivery.method}`, parent, attributes: own };
      tracer.ended(plan, startedAt, endedAt);
    }
  }
}

interface MovedBatch {
  readonly activityId: string;
  readonly entries: readonly LogEntry[];
  readonly deliveries: readonly NewDelivery[];
  readonly startedAt: number;
  readonly endedAt: number;
}
