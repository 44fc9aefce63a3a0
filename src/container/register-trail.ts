import { SqlBegunActions } from '../adapters/sql/records/sql-begun-actions.ts';
import { UnfinishedActions } from '../application/operators/unfinished-actions.ts';
import type { Get } from './registry.ts';
import { tokens } from './tokens.ts';

/** Brings to the trail what operators have begun and no process has finished, on the operations side, with a console or without. */
export function startTrailUpkeep(get: Get): void {
  const records = get(tokens.records);
  const unfinished = new UnfinishedActions({
    begun: new SqlBegunActions(records, get(tokens.clock)),
    mayWrite: () => records.isReady(),
    errorReporter: get(tokens.errorReporter),
  });
  unfinished.start();
  get(tokens.disposer).push(() => unfinished.close());
}
