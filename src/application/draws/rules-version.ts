import { createHash } from 'node:crypto';
import type { Activity } from '../../domain/activities/activity.ts';
import { memoizeByRef } from '../shared/memoize-by-ref.ts';

export interface RulesVersion {
  /** SHA-256 of the text, in hex. */
  readonly hash: string;
  readonly text: string;
}

/**
 * What decides the draws of this version of an activity, as JSON: its window, its prizes in their order, and its rules
 * as written. An audit reads it as a `data.json`.
 */
export const rulesVersion = memoizeByRef((activity: Activity): RulesVersion => {
  const { dispatch, starts_at, ends_at, prizes } = activity.publicData;
  const text = JSON.stringify({ dispatch, starts_at, ends_at, prizes, rules: activity.rulesAsWritten });
  return { hash: createHash('sha256').update(text).digest('hex'), text };
});
