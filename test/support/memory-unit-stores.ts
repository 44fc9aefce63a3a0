import type { Candidate } from '../../src/domain/draws/decide-draw.ts';
import type { GivenBack, KnownAwards, Lot } from '../../src/domain/draws/segments/lot.ts';
import {
  accept,
  EMPTY_ROOT,
  grant,
  type Holder,
  type RootStock,
  type UnitReply,
  type UnitRequest,
} from '../../src/domain/draws/segments/root-stock.ts';
import {
  acknowledge,
  deposit,
  EMPTY_SEGMENT,
  giveBack,
  note,
  type SegmentStock,
  type Taken,
  take,
} from '../../src/domain/draws/segments/segment-stock.ts';
import type { RootUnits, SegmentUnits } from '../../src/domain/draws/segments/unit-stores.ts';
import { DependencyError } from '../../src/domain/shared/dependency-error.ts';

/** The stock of one activity over segments in the memory of this process: the model of what a store does. */
export class MemoryUnitStores implements RootUnits, SegmentUnits {
  root: RootStock = EMPTY_ROOT;
  readonly segments = new Map<number, SegmentStock>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  async grant(_activityId: string, request: UnitRequest): Promise<UnitReply> {
    const { stock, reply } = grant(this.root, request, this.#now()) ?? goneBack();
    this.root = stock;
    return reply;
  }

  async accept(_activityId: string, given: readonly GivenBack[]): Promise<void> {
    for (const each of given) this.root = accept(this.root, each) ?? goneBack();
  }

  async deposit(_activityId: string, segment: number, prizeId: string, lot: Lot): Promise<void> {
    this.segments.set(segment, deposit(this.#segment(segment), prizeId, lot) ?? goneBack());
  }

  async giveBack(_activityId: string, { segment, prizes }: Holder): Promise<readonly GivenBack[]> {
    return prizes.map(({ prizeId, lot }) => {
      const before = this.#segment(segment);
      const complete = lot ? (deposit(before, prizeId, lot) ?? goneBack()) : before;
      const { stock, given } = giveBack(complete, segment, prizeId);
      this.segments.set(segment, stock);
      return given;
    });
  }

  async acknowledge(_activityId: string, segment: number, given: readonly GivenBack[]): Promise<void> {
    for (const each of given) this.segments.set(segment, acknowledge(this.#segment(segment), each));
  }

  async note(_activityId: string, segment: number, prizeId: string, known: KnownAwards): Promise<void> {
    this.segments.set(segment, note(this.#segment(segment), prizeId, known));
  }

  /** What a commit does with the stock of its segment. */
  async take(segment: number, candidates: readonly Candidate[], budget: number | null): Promise<Taken> {
    const { stock, taken } = take(this.#segment(segment), candidates, budget);
    this.segments.set(segment, stock);
    return taken;
  }

  #segment(segment: number): SegmentStock {
    return this.segments.get(segment) ?? EMPTY_SEGMENT;
  }
}

function goneBack(): never {
  throw new DependencyError('draw ledger', 'a side has forgotten units that the other knows of');
}
