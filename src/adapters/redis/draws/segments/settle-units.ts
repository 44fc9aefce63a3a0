import { countOf } from '../../../../domain/draws/segments/unit-ranges.ts';
import type { RedisClient } from '../../redis-client.ts';
import { drawKeys } from '../draw-keys.ts';
import { readCount } from '../draw-replies.ts';
import { readHeld } from './packed-units.ts';

type Fields = Readonly<Record<string, string>>;

/** One segment, as an operator accepts it. */
export interface HaltedSegment {
  readonly tag: string;
  /** Whether its record went back, or may have. */
  readonly isLost: boolean;
}

interface SegmentPart extends HaltedSegment {
  readonly book: Fields;
  readonly units: Fields;
}

/**
 * Makes the stock of an activity agree again after one of its parts went back. Nothing else may change it meanwhile: all
 * parts are halted. Units of which it is not sure that nobody won them are never granted again: those that were free at
 * the root, and those in segments that went back; what the latter cost counts as spent where the budget is decided, and
 * not in the books, which say what the logs say. So less may be sold than the limit and the budget, and nothing twice; the
 * numbers that cross between root and segments are moved on, so that no step of before is taken for one of after it.
 */
export async function settleUnits(
  redis: RedisClient,
  activityId: string,
  segments: readonly HaltedSegment[],
): Promise<void> {
  const keys = drawKeys(activityId);
  const stock = await redis.hgetall(keys.stock);
  const parts = await Promise.all(
    segments.map(async (segment): Promise<SegmentPart> => {
      const { book, units } = drawKeys(segment.tag);
      const [bookFields, unitFields] = await Promise.all([redis.hgetall(book), redis.hgetall(units)]);
      return { ...segment, book: bookFields, units: unitFields };
    }),
  );
  const prizes = new Set([
    ...Object.keys(stock).flatMap((field) => /^p:(.*)$/.exec(field)?.[1] ?? []),
    ...parts.flatMap(({ units }) =>
      Object.keys(units).flatMap((field) => /^(.*):received$/.exec(field)?.[1] ?? []),
    ),
  ]);

  const atRoot: Record<string, string> = {};
  const inSegments = parts.map((): Record<string, string> => ({}));
  let committed = 0;
  let spent = 0;
  for (const prizeId of prizes) {
    let next = Number(stock[`p:${prizeId}`]?.split(' ')[0] ?? 1);
    let unsold = 0;
    for (const [index, part] of parts.entries()) {
      const supply = stock[`s:${prizeId}:${index}`]?.split(' ').map(Number) ?? [];
      const [granted = 0, given = 0, worth = 0] = supply;
      const settled = settle(part, prizeId, { granted, returned: given, value: worth });
      Object.assign(inSegments[index] as object, settled.fields);
      const { received, returned, reported, value, wonValue } = settled;
      atRoot[`s:${prizeId}:${index}`] =
        `${received} ${returned} ${value} ${received} ${reported} ${wonValue} `;
      next = Math.max(next, settled.top + 1);
      unsold += received - returned - reported;
      committed += value;
      spent += wonValue;
    }
    atRoot[`p:${prizeId}`] = `${next} ${next - 1} ${next - 1 - unsold} 0 `;
  }
  await redis
    .multi()
    .hset(keys.stock, { ...atRoot, committed, spent })
    .hincrby(keys.stock, 'step', 1)
    .exec();
  await Promise.all(
    parts.map(async ({ tag }, index) => {
      if (prizes.size === 0) return;
      const { units } = drawKeys(tag);
      await redis
        .multi()
        .hset(units, inSegments[index] ?? {})
        .hincrby(units, 'step', 1)
        .exec();
    }),
  );
}

interface RootSupply {
  readonly granted: number;
  readonly returned: number;
  /** What the units that are out with the segment cost together, in whole cents. */
  readonly value: number;
}

/* The numbers of both sides for one prize in one segment, and the fields of the segment that change. */
function settle({ isLost, book, units }: SegmentPart, prizeId: string, root: RootSupply) {
  const count = (field: string) => readCount(units[`${prizeId}:${field}`]);
  const won = readCount(book[`won:${prizeId}`]);
  const wonValue = count('value');
  const top = count('top');
  const held = readHeld(units[`${prizeId}:held`] ?? '');
  const leaving = readHeld(units[`${prizeId}:leaving`] ?? '');
  const open = [...held, ...leaving].reduce((total, { from, to, cost }) => total + (to - from + 1) * cost, 0);
  if (isLost) {
    const back = Math.max(root.returned, count('returned')) + 1;
    const received = Math.max(root.granted, count('received'), back + won) + 1;
    // All that are out may be won. A root that knows of fewer units than the segment went back, too.
    const value = Math.max(root.value, root.granted < count('received') ? wonValue + open : wonValue);
    const fields = fieldsOf(prizeId, {
      held: '',
      leaving: '',
      received,
      returned: back,
      burned: received - back - won,
      // Without it, the next win that the segment reports would lower what is spent.
      value,
    });
    return { received, returned: back, reported: received - back, value, wonValue: value, top, fields };
  }
  const received = count('received') + 1;
  const burned = count('burned') + 1;
  return {
    received,
    returned: count('returned') - countOf(leaving),
    reported: won + burned,
    value: wonValue + open,
    wonValue,
    top,
    fields: fieldsOf(prizeId, { received, burned }),
  };
}

function fieldsOf(
  prizeId: string,
  values: Readonly<Record<string, string | number>>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [`${prizeId}:${name}`, `${value}`]),
  );
}
