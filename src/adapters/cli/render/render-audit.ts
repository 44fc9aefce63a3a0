import type { AuditReport } from '../../../application/analysis/audit/audit.ts';
import { auditMessages } from '../i18n/audit-messages.ts';
import type { Language } from '../i18n/language.ts';

export function renderAudit(report: AuditReport, language: Language): string {
  const { findings, findingsInAll, rules, losses, releases, denied, deniedDraws } = report;
  const messages = auditMessages[language];
  const verdict = findingsInAll === 0 ? messages.inOrder : messages.findings(findingsInAll);
  const lines = [
    messages.heading(report, verdict),
    ...findings.map((finding) => {
      const comparison = messages.comparisons[finding.code](finding.params);
      return `  ${messages.finding(finding, comparison)}`;
    }),
    ...losses.map((loss) => `  ${messages.loss(loss)}`),
    ...(denied > 0 ? [`  ${messages.deniedHeading(denied)}`] : []),
    ...deniedDraws.map((draw) => `    ${messages.denied(draw)}`),
    ...(releases.kind === 'not_compared' ? [`  ${messages.notCompared(releases)}`] : []),
    ...(rules.length > 0 ? [`  ${messages.rulesHeading}`] : []),
    ...rules.map((use) => `    ${messages.rules(use)}`),
  ];
  return `${lines.join('\n')}\n`;
}

export function renderEmptyAudit(language: Language): string {
  return `${auditMessages[language].nothingRecorded}\n`;
}

/** The report for programs, with the texts of `language`. */
export function auditAsJson({ findings, ...report }: AuditReport, language: Language): object {
  const { comparisons } = auditMessages[language];
  return {
    ...report,
    findings: findings.map(({ params, ...finding }) => ({
      ...finding,
      ...comparisons[finding.code](params),
    })),
  };
}
