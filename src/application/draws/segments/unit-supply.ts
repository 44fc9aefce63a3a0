import type { GivenBack } from '../../../domain/draws/segments/lot.ts';
import type { Holder, UnitRequest } from '../../../domain/draws/segments/root-stock.ts';
import { countOf } from '../../../domain/draws/segments/unit-ranges.ts';
import type { RootUnits, SegmentUnits } from '../../../domain/draws/segments/unit-stores.ts';

/**
 * Brings units of prizes to the segments that have none. A process may end between any two of its steps: whatever it
 * leaves on the way is brought, or taken back, by the next that asks.
 */
export class UnitSupply {
  readonly #root: RootUnits;
  readonly #segments: SegmentUnits;
  readonly #pause: (ms: number) => Promise<void>;

  constructor(root: RootUnits, segments: SegmentUnits, pause: (ms: number) => Promise<void>) {
    this.#root = root;
    this.#segments = segments;
    this.#pause = pause;
  }

  /**
   * Asks the root for units for a segment that has none of a prize. When it returns, the segment may have some, or may
   * know that the prize is sold out; or somebody else got them, or they are being taken back from other segments: so the
   * caller looks at the segment again, and asks again if need be.
   * @returns how many draws that wait should look: one more than units came, so that one finds that they are won
   * @throws DependencyError
   */
  async supply(activityId: string, request: UnitRequest): Promise<number> {
    const { segment, prizeId } = request;
    for (;;) {
      const reply = await this.#root.grant(activityId, request);
      switch (reply.kind) {
        case 'lot':
          await this.#segments.deposit(activityId, segment, prizeId, reply.lot);
          return countOf(reply.lot.ranges) + 1;
        case 'sold_out':
          await this.#segments.note(activityId, segment, prizeId, reply);
          return Number.POSITIVE_INFINITY;
        case 'recall':
          await this.#takeBack(activityId, reply.holders);
          break;
        case 'wait':
          await this.#pause(reply.ms);
          return 1;
        case 'stale':
          return 1;
      }
    }
  }

  /* A segment whose store does not answer does not keep the units of the others. */
  async #takeBack(activityId: string, holders: readonly Holder[]): Promise<void> {
    const results = await Promise.allSettled(
      holders.map((holder) => this.#segments.giveBack(activityId, holder)),
    );
    const given = results.flatMap((result) => (result.status === 'fulfilled' ? result.value : []));
    if (given.length > 0) await this.#root.accept(activityId, given);
    const leaving = given.filter(({ ranges }) => ranges.length > 0);
    await Promise.all(
      [...bySegment(leaving)].map(([segment, part]) => this.#segments.acknowledge(activityId, segment, part)),
    );
    const failed = results.find((result) => result.status === 'rejected');
    if (failed && leaving.length === 0) throw failed.reason;
  }
}

function bySegment(given: readonly GivenBack[]): ReadonlyMap<number, readonly GivenBack[]> {
  const groups = new Map<number, GivenBack[]>();
  for (const each of given) groups.set(each.segment, [...(groups.get(each.segment) ?? []), each]);
  return groups;
}
