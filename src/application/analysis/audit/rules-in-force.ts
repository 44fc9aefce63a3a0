import { z } from 'zod';
import { readActivity } from '../../../domain/activities/activity.ts';
import type { RulesSet } from '../../../domain/draws/binding-book.ts';
import { withCodes } from '../../../domain/draws/code-stock.ts';
import type { DrawActivity } from '../../../domain/draws/decide-draw.ts';
import { type PrizeTable, prizeTable } from '../../../domain/draws/prize-table.ts';
import { NO_HEAD } from '../../draws/rules-head.ts';
import { rulesHash, wholeRules } from '../../draws/rules-text.ts';
import { kindReadings, kinds } from '../../kinds/kinds.ts';
import type { AuditCode, Finding } from './finding.ts';

/** The rules under which a draw was made. */
export interface RulesInForce {
  readonly activity: DrawActivity;
  readonly table: PrizeTable;
  /** Whether they are from the first edition of the ledger, whose draws obeyed no budget. */
  readonly isOfFirstEdition: boolean;
}

type Reading =
  | { readonly ok: true; readonly rules: RulesInForce }
  | { readonly ok: false; readonly code: AuditCode; readonly params: Finding['params'] };

/* Sets of before there were codes have none, and then nothing but the stock limits. */
const codesSchema = z.record(z.string(), z.int().min(0)).optional();

/** Reads a set of rules that the ledger keeps. */
export function rulesInForce(activityId: string, set: RulesSet): Reading {
  const { no, hash } = set;
  if (rulesHash(set) !== hash) return { ok: false, code: 'rules_changed', params: { no, hash } };
  const invalid = (problems: string): Reading => ({
    ok: false,
    code: 'rules_invalid',
    params: { no, problems },
  });
  let file: Record<string, unknown>;
  try {
    file = wholeRules(set);
  } catch (error) {
    return invalid((error as Error).message);
  }
  const reading = readActivity(activityId, file, kindReadings);
  if (!reading.ok) return invalid(reading.problems.map(({ path, code }) => `${path}: ${code}`).join('; '));
  const { activity } = reading;
  const written = kinds.get(activity.dispatch)?.draws?.detailsOf(activity);
  if (!written) return invalid(`dispatch: ${activity.dispatch}`);
  const codes = codesSchema.safeParse(file.codes);
  if (!codes.success) return invalid('codes: not a number of codes for each prize');
  const details = codes.data === undefined ? written : withCodes(written, codes.data);
  const { startsAt, endsAt } = activity;
  const rules = { activity: { details, startsAt, endsAt }, table: prizeTable(details) };
  return { ok: true, rules: { ...rules, isOfFirstEdition: set.head === NO_HEAD } };
}
