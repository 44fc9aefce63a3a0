import { createHash } from 'node:crypto';
import { readActivity } from '../../../domain/activities/activity.ts';
import type { DrawActivity } from '../../../domain/draws/decide-draw.ts';
import { type PrizeTable, prizeTable } from '../../../domain/draws/prize-table.ts';
import { detailSchemas, kinds } from '../../kinds/kinds.ts';
import type { AuditCode, Finding } from './finding.ts';

/** The rules under which a draw was made. */
export interface RulesInForce {
  readonly activity: DrawActivity;
  readonly table: PrizeTable;
}

type Reading =
  | { readonly ok: true; readonly rules: RulesInForce }
  | { readonly ok: false; readonly code: AuditCode; readonly params: Finding['params'] };

/**
 * Reads the rules that the ledger keeps under a hash.
 * @param text `undefined` where it keeps none
 */
export function rulesInForce(activityId: string, hash: string, text: string | undefined): Reading {
  if (text === undefined) return { ok: false, code: 'rules_missing', params: { hash } };
  if (createHash('sha256').update(text).digest('hex') !== hash) {
    return { ok: false, code: 'rules_changed', params: { hash } };
  }
  const reading = readActivity(activityId, JSON.parse(text), detailSchemas);
  if (!reading.ok) {
    const problems = reading.problems.map(({ path, code }) => `${path}: ${code}`).join('; ');
    return { ok: false, code: 'rules_invalid', params: { problems } };
  }
  const { activity } = reading;
  const details = kinds.get(activity.dispatch)?.draws?.detailsOf(activity);
  if (!details)
    return { ok: false, code: 'rules_invalid', params: { problems: `dispatch: ${activity.dispatch}` } };
  const { startsAt, endsAt } = activity;
  return { ok: true, rules: { activity: { details, startsAt, endsAt }, table: prizeTable(details) } };
}
