import { setTimeout as pause } from 'node:timers/promises';
import { UnitSupply } from '../../../../application/draws/segments/unit-supply.ts';
import { UnitTurns } from '../../../../application/draws/segments/unit-turns.ts';
import type { CommitResult, DrawCommit } from '../../../../domain/draws/draw-ledger.ts';
import { segmentOf } from '../../../../domain/draws/segments/segment-of.ts';
import { commitArguments } from '../commit-arguments.ts';
import { CommitBatcher } from '../commit-batcher.ts';
import { drawKeys } from '../draw-keys.ts';
import { readCommitted, repliesOf } from '../draw-replies.ts';
import { withAccount } from '../recalled-draw.ts';
import { faultOf, type RedisRecord } from '../redis-record.ts';
import { RedisUnitStores } from './redis-unit-stores.ts';

/* Units come in 1 ms, or after a recall, of which there is one in 100 ms. Who waits longer waits for a store that is away. */
const PATIENCE_MS = 3000;

/** Draws of activities over segments: each in the segment of its user, with units that the root grants. */
export class SegmentDraws {
  readonly #record: RedisRecord;
  readonly #commits: CommitBatcher;
  readonly #turns: UnitTurns;

  constructor(record: RedisRecord) {
    this.#record = record;
    const stores = new RedisUnitStores(record);
    const supply = new UnitSupply(stores, stores, (ms) => pause(ms));
    this.#turns = new UnitTurns(
      supply,
      (ms) => pause(ms),
      PATIENCE_MS,
      () => performance.now(),
    );
    this.#commits = new CommitBatcher(record, (tag, epoch, commits) => this.#commit(tag, epoch, commits));
  }

  /** @param tags of the activity's segments @throws DependencyError */
  async commit(commit: DrawCommit, tags: readonly string[]): Promise<CommitResult> {
    const { activityId, uid, candidates, budget } = commit;
    const segments = tags.length;
    const segment = segmentOf(uid, segments);
    const tag = tags[segment] as string;
    return this.#turns.run(activityId, async () => {
      const reply = await this.#commits.add(tag, commit);
      const dry = dryIn(reply);
      if (!dry) return { kind: 'done', value: await this.#result(commit, tag, reply) };
      const candidate = candidates[dry.candidate];
      if (!candidate) throw faultOf(activityId, new Error(`no candidate ${dry.candidate}`));
      const { prizeId, limit, cost } = candidate;
      const { received, won, wonValue } = dry;
      const report = { segment, prizeId, received, won, wonValue };
      const request = { ...report, segments, limit, cost, budget };
      return { kind: 'dry', request, askedMs: dry.askedMs };
    });
  }

  /** Lets no segment record draws under this seed any more. */
  async close(activityId: string, tags: readonly string[], seedNo: number): Promise<void> {
    const { watermarks, segmentScripts } = this.#record;
    const epoch = this.#record.epochOf(activityId);
    await Promise.all(
      tags.map((tag) => segmentScripts.cmsClose(drawKeys(tag).book, watermarks.of(tag).seq, seedNo, epoch)),
    );
  }

  async #result(commit: DrawCommit, tag: string, reply: unknown): Promise<CommitResult> {
    try {
      const { result, seq } = readCommitted(reply);
      this.#record.watermarks.acknowledged(tag, seq);
      if (result.kind === 'committed') this.#record.announcer?.note(commit.activityId);
      return await withAccount(this.#record, tag, commit, result);
    } catch (cause) {
      throw faultOf(this.#record.layout.activityOf(tag), cause);
    }
  }

  async #commit(tag: string, epoch: number, commits: readonly DrawCommit[]): Promise<readonly unknown[]> {
    const { watermarks, segmentScripts } = this.#record;
    const keys = drawKeys(tag);
    const { names, drawn } = commitArguments(keys, commits);
    const own = [watermarks.of(tag).seq, watermarks.of(keys.units).seq, epoch];
    const [book, log, ...accounts] = names as [string, string, ...string[]];
    const all = [book, log, keys.units, ...accounts];
    return repliesOf(await segmentScripts.cmsCommitUnits(all.length, ...all, ...own, drawn), commits.length);
  }
}

interface Dry {
  readonly candidate: number;
  readonly received: number;
  readonly won: number;
  readonly wonValue: number;
  /** For how many milliseconds another process may be asking the root; 0: none is. */
  readonly askedMs: number;
}

function dryIn(reply: unknown): Dry | null {
  if (!Array.isArray(reply) || reply[0] !== 'dry') return null;
  const [candidate, received, won, wonValue, askedMs] = reply.slice(1).map(Number) as [
    number,
    number,
    number,
    number,
    number,
  ];
  return { candidate, received, won, wonValue, askedMs };
}
