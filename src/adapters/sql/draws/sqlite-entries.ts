import type { LogEntry, RulesEntry } from '../../../domain/draws/draw-log.ts';
import { isDenied } from '../denied-unit.ts';

/** The columns of an entry, in the order of its values. */
export const ENTRY_COLUMNS = `seq, kind, at, uid, day, request_id, draw_id, draw_no, seed_no, rules_no, prize_id, unit,
  cost, key, chances, inviter, last_seq`;

/** Of an entry of any kind; what belongs to the other kinds is `null`. Read as a list, which takes half of the time. */
export type EntryValues = readonly [
  seq: number,
  kind: LogEntry['kind'],
  at: number,
  uid: string,
  day: string,
  requestId: string,
  drawId: string,
  drawNo: number,
  seedNo: number,
  rulesNo: number,
  prizeId: string | null,
  unit: number | null,
  cost: number,
  key: string,
  chances: number,
  inviter: string,
  lastSeq: number,
];

/** @param linkOf the set of rules of a number */
export function entryOf(
  values: EntryValues,
  linkOf: (no: number) => Pick<RulesEntry, 'no' | 'hash' | 'release' | 'head'>,
): LogEntry {
  const [seq, kind, at, uid, day, requestId, drawId, drawNo, seedNo, rulesNo, prizeId, unit, cost, ...more] =
    values;
  const [key, chances, inviter, lastSeq] = more;
  switch (kind) {
    case 'draw':
      return {
        kind,
        seq,
        at,
        uid,
        requestId,
        drawId,
        drawNo,
        day,
        seedNo,
        rulesNo,
        prizeId,
        unit: prizeId === null ? null : unit,
        cost,
        ...(isDenied(prizeId, unit) && { denied: true }),
      };
    case 'rules': {
      const { no, hash, release, head } = linkOf(rulesNo);
      return { kind, seq, at, no, hash, release, head };
    }
    case 'earning':
      return { kind, seq, at, uid, key, chances, day };
    case 'help':
      return { kind, seq, at, uid, inviter, day };
    case 'loss':
      return { kind, seq, at, after: lastSeq };
  }
}
