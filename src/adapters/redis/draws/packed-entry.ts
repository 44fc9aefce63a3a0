import type {
  DrawEntry,
  EarningEntry,
  HelpEntry,
  LogEntry,
  RulesEntry,
} from '../../../domain/draws/draw-log.ts';
import { malformed, pack, packDay, readDecimal, unpack, unpackDay, unpackId } from './packed-text.ts';

/*
 * An entry of the log is one text: a letter for its kind, fields with commas between them, and last the uid, which may
 * have any character. Another text without bounds has its length before it.
 */

/* A number never begins with it. So earlier programs read a denied draw as well, and take it for one that won nothing. */
const DENIED = '0';
const DENIED_CODE = 48;

/**
 * The middle of a draw's entry; scripts/commit.lua writes what is around it. The number of the rules of a denied draw has a
 * zero before it.
 */
export function packDraw(
  draw: Pick<DrawEntry, 'drawNo' | 'day' | 'seedNo' | 'rulesNo' | 'denied'>,
  requestId: string,
): string {
  const { drawNo, day, seedNo, rulesNo, denied } = draw;
  const mark = denied ? DENIED : '';
  return `${pack(drawNo)},${packDay(day)},${pack(seedNo)},${mark}${pack(rulesNo)},${requestId}`;
}

export function packRules({ at, no, hash, release, head }: Omit<RulesEntry, 'kind' | 'seq'>): string {
  return `r${pack(at)},${pack(no)},${release === null ? '' : release.toString(36)},${hash},${head}`;
}

export function packEarning({ at, uid, key, chances, day }: Omit<EarningEntry, 'kind' | 'seq'>): string {
  return `e${pack(at)},${pack(chances)},${packDay(day)},${pack(key.length)},${key}${uid}`;
}

export function packHelp({ at, uid, inviter, day }: Omit<HelpEntry, 'kind' | 'seq'>): string {
  return `h${pack(at)},${packDay(day)},${pack(inviter.length)},${inviter}${uid}`;
}

/** @throws Error if the text is not an entry */
export function readEntry(seq: number, text: string): LogEntry {
  switch (text.charCodeAt(0)) {
    case 100:
      return readDraw(seq, text);
    case 114: {
      const [at = '', no = '', release = '', hash = '', head = '', ...more] = text.slice(1).split(',');
      if (hash === '' || head === '' || more.length > 0) throw malformed(text);
      const releaseNo = release === '' ? null : unpack(release);
      return { kind: 'rules', seq, at: unpack(at), no: unpack(no), hash, release: releaseNo, head };
    }
    case 101: {
      const [[at, chances, day, length], rest] = head(text, 4);
      const key = rest.slice(0, unpack(length as string));
      const uid = textAfter(rest, key.length);
      return {
        kind: 'earning',
        seq,
        at: unpack(at as string),
        uid,
        key,
        chances: unpack(chances as string),
        day: unpackDay(day as string),
      };
    }
    case 104: {
      const [[at, day, length], rest] = head(text, 3);
      const inviter = rest.slice(0, unpack(length as string));
      const uid = textAfter(rest, inviter.length);
      return { kind: 'help', seq, at: unpack(at as string), uid, inviter, day: unpackDay(day as string) };
    }
    case 108: {
      const [at = '', after = '', ...more] = text.slice(1).split(',');
      if (at === '' || more.length > 0) throw malformed(text);
      return { kind: 'loss', seq, at: unpack(at), after: readDecimal(after) };
    }
    default:
      throw malformed(text);
  }
}

/* Without arrays: an audit reads millions. The fields are in scripts/commit.lua. */
function readDraw(seq: number, text: string): DrawEntry {
  const drawId = comma(text, 1);
  const drawNo = comma(text, drawId);
  const day = comma(text, drawNo);
  const seedNo = comma(text, day);
  const rulesNo = comma(text, seedNo);
  const requestId = comma(text, rulesNo);
  const prizeId = comma(text, requestId);
  const unit = comma(text, prizeId);
  const cost = comma(text, unit);
  const uid = comma(text, cost);
  const isWon = unit - prizeId > 1;
  if (isWon !== cost - unit > 1 || isWon !== uid - cost > 1 || uid === text.length) throw malformed(text);
  const entry: DrawEntry = {
    kind: 'draw',
    seq,
    at: unpack(text, 1, drawId - 1),
    uid: text.slice(uid),
    requestId: unpackId(text.slice(requestId, prizeId - 1)),
    drawId: unpackId(text.slice(drawId, drawNo - 1)),
    drawNo: unpack(text, drawNo, day - 1),
    day: unpackDay(text.slice(day, seedNo - 1)),
    seedNo: unpack(text, seedNo, rulesNo - 1),
    rulesNo: unpack(text, rulesNo, requestId - 1),
    prizeId: isWon ? text.slice(prizeId, unit - 1) : null,
    unit: isWon ? readDecimal(text, unit, cost - 1) : null,
    cost: readDecimal(text, cost, uid - 1),
  };
  return text.charCodeAt(rulesNo) === DENIED_CODE ? { ...entry, denied: true } : entry;
}

/* The position after the next comma. */
function comma(text: string, from: number): number {
  const at = text.indexOf(',', from);
  if (at < 0) throw malformed(text);
  return at + 1;
}

/* The first fields, and all that comes after them. */
function head(text: string, count: number): [string[], string] {
  const fields: string[] = [];
  let from = 1;
  for (let n = 0; n < count; n++) {
    const next = comma(text, from);
    fields.push(text.slice(from, next - 1));
    from = next;
  }
  return [fields, text.slice(from)];
}

function textAfter(text: string, from: number): string {
  if (from >= text.length) throw malformed(text);
  return text.slice(from);
}
