import type { Fairness, RulesEntry, SeedEntry } from '../client/fairness.ts';
import type { OwnDraw } from '../client/own-draws.ts';
import { fieldsOf, listOf, textOf } from '../client/read.ts';
import { rulesFit, seedFits } from './check-binding.ts';
import { denied, isOfValue, type Judgement, judgeDraw } from './judge-draw.ts';
import { type OddsTable, oddsTable, parsed, prizeOfTicket } from './odds-table.ts';
import type { OwnHistory } from './own-history.ts';
import { bytesOfHex, hexOf, hmacSha256, utf8 } from './sha256.ts';

export type DrawCheck =
  | ({
      readonly kind: 'computed';
      readonly draw: OwnDraw;
      readonly ticket: bigint;
      readonly table: OddsTable;
      /** What the ticket landed on. */
      readonly landed: string | null;
      /** Names by ids, as the rules of this draw have them. */
      readonly names: ReadonlyMap<string, string>;
      /** Whether the prize that was recorded ends a row without one of value. */
      readonly isOfValue: boolean;
    } & Judgement)
  /** Its seed or its rules are not published, or are not those that were committed to. */
  | { readonly kind: 'unknown'; readonly draw: OwnDraw };

export interface Drawer {
  readonly activityId: string;
  readonly uid: string;
}

/* A draw of a thousand has the same seed and the same rules as the one before. */
const fitting = new WeakMap<SeedEntry, boolean>();
const readings = new WeakMap<RulesEntry, Reading | null>();

interface Reading {
  readonly table: OddsTable;
  readonly file: Readonly<Record<string, unknown>>;
  readonly names: ReadonlyMap<string, string>;
}

/**
 * Computes one draw anew (docs/fairness.md, steps 3 to 5).
 * @param history of the draws before it; `null` if they are not all known
 */
export function checkDraw(
  draw: OwnDraw,
  { seeds, rules }: Fairness,
  drawer: Drawer,
  history: OwnHistory | null = null,
): DrawCheck {
  const seed = seeds.find(({ no }) => no === draw.seedNo);
  const set = rules.find(({ no }) => no === draw.rulesNo);
  const reading = seed && set && seedIsRight(seed) ? readingOf(set) : null;
  if (!seed || reading === null) return { kind: 'unknown', draw };
  const { table, names, file } = reading;
  const ticket = ticketOf(seed.seed, draw.drawNo, drawer, table.denominator);
  const landed = prizeOfTicket(ticket, table);
  const judged =
    draw.denied && draw.prizeId === null ? denied : judgeDraw(landed, draw.prizeId, file, history);
  return {
    kind: 'computed',
    draw,
    ticket,
    table,
    landed,
    names,
    isOfValue: isOfValue(draw.prizeId, file),
    ...judged,
  };
}

function seedIsRight(seed: SeedEntry): boolean {
  const known = fitting.get(seed) ?? seedFits(seed);
  fitting.set(seed, known);
  return known;
}

/** `null` if the text is not published, or not the one that was committed to. */
function readingOf(set: RulesEntry): Reading | null {
  const known = readings.get(set);
  if (known !== undefined) return known;
  const reading = readText(set);
  readings.set(set, reading);
  return reading;
}

function readText(set: RulesEntry): Reading | null {
  const table = rulesFit(set) ? oddsTable(set.text) : null;
  if (table === null) return null;
  const file = fieldsOf(parsed(set.text));
  const names = new Map(
    listOf(file['prizes'])
      .map(fieldsOf)
      .map(({ id, name }) => [textOf(id), textOf(name)] as const),
  );
  return { table, file, names };
}

/** `HMAC-SHA256(seed, "<activity_id>:<n>:<uid>") mod D`, the digest read as a big-endian number. */
export function ticketOf(
  seed: string,
  drawNo: number,
  { activityId, uid }: Drawer,
  denominator: bigint,
): bigint {
  const key = bytesOfHex(seed) ?? new Uint8Array();
  const digest = hmacSha256(key, utf8(`${activityId}:${drawNo}:${uid}`));
  return BigInt(`0x${hexOf(digest)}`) % denominator;
}
