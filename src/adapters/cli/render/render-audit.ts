import type { AuditReport } from '../../../application/analysis/audit.ts';
import type { Language } from '../i18n/language.ts';

export function renderAudit(
  { activityId, draws, wins, users, findings }: AuditReport,
  _language: Language,
): string {
  const verdict = findings.length === 0 ? 'in order' : `${findings.length} findings`;
  const lines = findings.map(({ seq, what, expected, found }) => {
    const where = seq === null ? '' : `draw ${seq}: `;
    return `  ${where}${what}: expected ${expected}, found ${found}\n`;
  });
  return `${activityId}: ${draws} draws of ${users} users, ${wins} wins: ${verdict}\n${lines.join('')}`;
}

export function renderEmptyAudit(_language: Language): string {
  return 'nothing is booked\n';
}
