import type { Explanation } from '../../../application/analysis/explain.ts';
import { plain } from '../render/text-layout.ts';

/** Prints each check with what came of it. */
export function printExplanation(explanation: Explanation, { json = false }: { json?: boolean }): void {
  process.stdout.write(json ? `${JSON.stringify(explanation, null, 2)}\n` : inWords(explanation));
}

function inWords({ activity_id, at, uid, zone_id, steps, ...endings }: Explanation): string {
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
