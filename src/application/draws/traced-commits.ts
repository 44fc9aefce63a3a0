import type { CommitResult, DrawCommit, DrawLedger } from '../../domain/draws/draw-ledger.ts';
import type { Tracer } from '../../domain/shared/tracer.ts';

/**
 * The commits of a ledger, each a span of its request: how long it waits for its batch, and the batch. What is done for the
 * draw later continues this span.
 */
export function tracedCommits(
  ledger: Pick<DrawLedger, 'commit'>,
  tracer: Tracer,
): (commit: DrawCommit) => Promise<CommitResult> {
  return (commit) =>
    tracer.span({ name: 'commit' }, async (span) => {
      if (!span) return ledger.commit(commit);
      const { activityId, drawId } = commit;
      span.set({ 'cms.activity_id': activityId, 'cms.draw_id': drawId });
      const result = await ledger.commit({ ...commit, traceparent: span.traceparent });
      span.set({ 'cms.commit.result': result.kind });
      return result;
    });
}
