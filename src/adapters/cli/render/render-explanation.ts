import type { Explanation } from '../../../application/analysis/explain.ts';
import type { Language } from '../i18n/language.ts';
import { plain } from './text-layout.ts';

/** Each check with its result. */
export function renderExplanation(
  { activity_id, at, uid, zone_id, steps, ...endings }: Explanation,
  _language: Language,
): string {
  const who =
    uid === null ? 'nobody known' : `user ${uid}, ${zone_id === null ? 'no zone' : `zone ${zone_id}`}`;
  const lines = [
    `${activity_id} at ${at}: ${who}`,
    ...steps.map(({ check, passed, why }) => `  ${passed ? 'yes' : 'NO '}  ${check}: ${why}`),
    `static: ${endings.static}`,
    `draw: ${endings.draw}`,
  ];
  return `${lines.map(plain).join('\n')}\n`;
}
