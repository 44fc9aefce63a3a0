import type { GivenBack, KnownAwards, Lot } from '../../../../domain/draws/segments/lot.ts';
import type { Holder, UnitReply, UnitRequest } from '../../../../domain/draws/segments/root-stock.ts';
import { countOf } from '../../../../domain/draws/segments/unit-ranges.ts';
import type { RootUnits, SegmentUnits } from '../../../../domain/draws/segments/unit-stores.ts';
import { drawKeys } from '../draw-keys.ts';
import type { RedisRecord } from '../redis-record.ts';
import { packLot, readHeld, readLot } from './packed-units.ts';
import type { SegmentScripts } from './segment-scripts.ts';

/** The stock of activities over segments in Redis. Each step is a Lua script with keys of one slot. */
export class RedisUnitStores implements RootUnits, SegmentUnits {
  readonly #record: RedisRecord;
  readonly #scripts: SegmentScripts;

  constructor(record: RedisRecord) {
    this.#record = record;
    this.#scripts = record.segmentScripts;
  }

  grant(activityId: string, request: UnitRequest): Promise<UnitReply> {
    const { segment, segments, prizeId, received, won, wonValue, limit, cost, budget } = request;
    const args = [segment, segments, prizeId, received, won, wonValue, limit ?? '', cost, budget ?? ''];
    return this.#step(activityId, 'stock', async (...seen) => {
      const [step, kind, ...rest] = (await this.#scripts.cmsGrant(...seen, ...args)) as [
        number,
        UnitReply['kind'],
        ...string[],
      ];
      return { step, reply: readReply(kind, rest) };
    });
  }

  accept(activityId: string, given: readonly GivenBack[]): Promise<void> {
    const args = given.flatMap(({ segment, prizeId, received, won, wonValue, base, ranges }) => [
      ...[segment, prizeId, received, won, wonValue, base],
      ranges.map(({ from, to, cost, budget }) => `${from}-${to}:${cost}:${budget}`).join(),
    ]);
    return this.#step(activityId, 'stock', async (...seen) => {
      const step = Number(await this.#scripts.cmsAcceptUnits(...seen, ...args));
      return { step, reply: undefined };
    });
  }

  deposit(activityId: string, segment: number, prizeId: string, lot: Lot): Promise<void> {
    return this.#change(activityId, segment, this.#scripts.cmsDeposit, [prizeId, packLot(lot)]);
  }

  async giveBack(activityId: string, { segment, prizes }: Holder): Promise<readonly GivenBack[]> {
    const args = prizes.flatMap(({ prizeId, lot }) => [prizeId, lot ? packLot(lot) : '']);
    return this.#step(await this.#tag(activityId, segment), 'units', async (...seen) => {
      const [step, ...rest] = (await this.#scripts.cmsGiveBack(...seen, ...args)) as [number, ...string[]];
      const reply = prizes.map(({ prizeId }, index): GivenBack => {
        const [received, won, wonValue, base, ranges = ''] = rest.slice(5 * index);
        return {
          ...{ segment, prizeId, received: Number(received), won: Number(won), wonValue: Number(wonValue) },
          ...{ base: Number(base), ranges: readHeld(ranges) },
        };
      });
      return { step, reply };
    });
  }

  acknowledge(activityId: string, segment: number, given: readonly GivenBack[]): Promise<void> {
    const args = given.flatMap(({ prizeId, base, ranges }) => [prizeId, base + countOf(ranges)]);
    return this.#change(activityId, segment, this.#scripts.cmsAcknowledge, args);
  }

  note(activityId: string, segment: number, prizeId: string, { awarded, spent }: KnownAwards): Promise<void> {
    return this.#change(activityId, segment, this.#scripts.cmsNote, [prizeId, awarded, spent]);
  }

  async #change(
    activityId: string,
    segment: number,
    script: SegmentScripts[keyof SegmentScripts],
    args: readonly (string | number)[],
  ): Promise<void> {
    const tag = await this.#tag(activityId, segment);
    return this.#step(tag, 'units', async (...seen) => {
      const step = Number(await script.call(this.#scripts, ...seen, ...args));
      return { step, reply: undefined };
    });
  }

  /* Each change has a number, by which a process notices that a store went back. */
  #step<T>(
    tag: string,
    side: 'stock' | 'units',
    work: (book: string, key: string, step: number, epoch: number) => Promise<{ step: number; reply: T }>,
  ): Promise<T> {
    const { watermarks, layout } = this.#record;
    const keys = drawKeys(tag);
    const key = keys[side];
    return this.#record.run('units', tag, async () => {
      const { step, reply } = await work(
        keys.book,
        key,
        watermarks.of(key).seq,
        this.#record.epochOf(layout.activityOf(tag)),
      );
      watermarks.acknowledged(key, step);
      return reply;
    });
  }

  async #tag(activityId: string, segment: number): Promise<string> {
    const tag = (await this.#record.layout.tags(activityId))[segment];
    if (tag === undefined) throw new RangeError(`activity ${activityId} has no segment ${segment}`);
    return tag;
  }
}

function readReply(kind: UnitReply['kind'], rest: readonly string[]): UnitReply {
  switch (kind) {
    case 'lot':
      return { kind, lot: readLot(rest[0] ?? '') };
    case 'sold_out':
      return { kind, awarded: Number(rest[0]), spent: Number(rest[1]) };
    case 'wait':
      return { kind, ms: Number(rest[0]) };
    case 'recall':
      return { kind, holders: readHolders(rest) };
    case 'stale':
      return { kind };
  }
}

function readHolders(rest: readonly string[]): readonly Holder[] {
  const holders = new Map<number, Holder['prizes'][number][]>();
  for (let at = 0; at < rest.length; at += 3) {
    const [segment, prizeId = '', lot = ''] = rest.slice(at);
    const prizes = holders.get(Number(segment)) ?? [];
    holders.set(Number(segment), [...prizes, { prizeId, lot: lot === '' ? null : readLot(lot) }]);
  }
  return [...holders].map(([segment, prizes]) => ({ segment, prizes }));
}
