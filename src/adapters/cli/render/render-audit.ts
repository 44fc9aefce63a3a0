import type { AuditReport } from '../../../application/analysis/audit/audit.ts';
import { auditMessages } from '../i18n/audit-messages.ts';
import type { Language } from '../i18n/language.ts';

export function renderAudit(
  { activityId, draws, wins, users, findings }: AuditReport,
  language: Language,
): string {
  const messages = auditMessages[language];
  const verdict = findings.length === 0 ? messages.inOrder : messages.findings(findings.length);
  const lines = findings.map(
    ({ seq, code, params }) => `  ${messages.finding(seq, messages.comparisons[code](params))}\n`,
  );
  return `${messages.heading(activityId, draws, users, wins, verdict)}\n${lines.join('')}`;
}

export function renderEmptyAudit(language: Language): string {
  return `${auditMessages[language].nothingRecorded}\n`;
}

/** The report for programs, with the texts of `language`. */
export function auditAsJson({ findings, ...report }: AuditReport, language: Language): object {
  const { comparisons } = auditMessages[language];
  return {
    ...report,
    findings: findings.map(({ activityId, seq, code, params }) => ({
      activityId,
      seq,
      code,
      ...comparisons[code](params),
    })),
  };
}
