import { SqlVisitStore } from '../adapters/sql/records/sql-visit-store.ts';
import { VisitCounter } from '../application/admission/visit-counter.ts';
import { VisitFlusher } from '../application/admission/visit-flusher.ts';
import { VisitUpkeep } from '../application/admission/visit-upkeep.ts';
import type { Get, Registry } from './registry.ts';
import { tokens } from './tokens.ts';

/** Counts of who comes, from this process to the record store. */
export function registerVisits(registry: Registry): void {
  registry.factory(tokens.visitCounter, (get) => new VisitCounter(get(tokens.clock).now()));
  registry.factory(tokens.visits, (get) => get(tokens.visitCounter));
  registry.factory(tokens.visitFlusher, (get) => {
    const records = get(tokens.records);
    const flusher = new VisitFlusher({
      counter: get(tokens.visitCounter),
      store: new SqlVisitStore(records),
      mayWrite: () => records.isReady(),
      writer: get(tokens.identifiers).next(),
      clock: get(tokens.clock),
      errorReporter: get(tokens.errorReporter),
    });
    // After the last answer, and before the store is closed.
    get(tokens.disposer).push(() => flusher.close());
    return flusher;
  });
}

/** Removes old counts, on the operations side. */
export function startVisitUpkeep(get: Get): void {
  const records = get(tokens.records);
  const upkeep = new VisitUpkeep({
    store: new SqlVisitStore(records),
    mayWrite: () => records.isReady(),
    clock: get(tokens.clock),
    errorReporter: get(tokens.errorReporter),
  });
  upkeep.start();
  get(tokens.disposer).push(() => upkeep.close());
}
