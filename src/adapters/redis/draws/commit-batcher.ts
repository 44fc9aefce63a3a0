import type { DrawCommit } from '../../../domain/draws/draw-ledger.ts';
import { Batcher } from './batcher.ts';
import type { RedisRecord } from './redis-record.ts';

/* For 64 accounts Redis is busy for about 1 ms. */
export const MAX_BATCH = 64;

/** Sends draws of one part of a record together, where they were decided in the same epoch. */
export class CommitBatcher {
  readonly #batches: Batcher<DrawCommit, unknown>;

  /** @param send returns a reply for each draw */
  constructor(
    record: RedisRecord,
    send: (part: string, epoch: number, commits: readonly DrawCommit[]) => Promise<readonly unknown[]>,
  ) {
    this.#batches = new Batcher((key, commits) => {
      const [epoch = '', part = ''] = key.split(' ');
      return record.run('settle', part, () => send(part, Number(epoch), commits), spansOf(commits));
    }, MAX_BATCH);
  }

  /** @param part its hash tag @throws DependencyError as `RedisRecord.run` */
  add(part: string, commit: DrawCommit): Promise<unknown> {
    return this.#batches.add(`${commit.epoch} ${part}`, commit);
  }
}

/* A batch is for many requests, of which few are traced. */
function spansOf(commits: readonly DrawCommit[]): readonly string[] | undefined {
  let spans: string[] | undefined;
  for (const { traceparent } of commits) {
    if (traceparent === undefined) continue;
    spans ??= [];
    spans.push(traceparent);
  }
  return spans;
}
