import { type AuditReport, audit } from '../../../application/analysis/audit.ts';
import type { DrawLog } from '../../../domain/draws/draw-log.ts';
import { progressLine } from '../render/progress.ts';

/**
 * Audits one activity, or all that anything is booked for, and prints what was found.
 * @returns whether the books are in order
 */
export async function auditCommand(
  drawLog: DrawLog,
  activityId: string | undefined,
  { json = false }: { json?: boolean },
): Promise<boolean> {
  const ids = activityId === undefined ? (await drawLog.activityIds()).sort() : [activityId];
  const reports: AuditReport[] = [];
  for (const id of ids) {
    const progress = progressLine(`audit ${id}`);
    const report = await audit(drawLog, id, progress.report);
    progress.end();
    reports.push(report);
    if (!json) process.stdout.write(inWords(report));
  }
  if (json) process.stdout.write(`${JSON.stringify({ activities: reports }, null, 2)}\n`);
  else if (ids.length === 0) process.stdout.write('nothing is booked\n');
  return reports.every(({ findings }) => findings.length === 0);
}

function inWords({ activityId, draws, wins, users, findings }: AuditReport): string {
  const verdict = findings.length === 0 ? 'in order' : `${findings.length} findings`;
  const lines = findings.map(({ seq, what, expected, found }) => {
    const where = seq === null ? '' : `draw ${seq}: `;
    return `  ${where}${what}: expected ${expected}, found ${found}\n`;
  });
  return `${activityId}: ${draws} draws of ${users} users, ${wins} wins: ${verdict}\n${lines.join('')}`;
}
