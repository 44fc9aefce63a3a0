import pc from 'picocolors';
import type { CheckReport } from '../../../application/authoring/check/check-all.ts';
import type { Finding } from '../../../application/authoring/check/finding.ts';
import { type Language, messagesFor } from '../i18n/check-messages.ts';
import { folderMessages } from '../i18n/folder-messages.ts';
import { renderSummary } from '../render/render-summary.ts';
import { displayWidth, plain, wrap } from '../render/text-layout.ts';

const WIDTH = 80;

/**
 * Prints what was found, and what was ordered.
 * @param folder where the activities were looked for, an absolute path
 * @returns whether there was anything to check, and no error among it
 */
export function printCheck(
  { findings, summaries }: CheckReport,
  folder: string,
  { json = false, lang }: { json?: boolean; lang: Language },
): boolean {
  const isEmpty = findings.length === 0 && summaries.length === 0;
  const words = folderMessages[lang];
  if (isEmpty) process.stderr.write(`cms-market: ${words.empty(folder)}\n`);
  if (json) {
    const report = { folder, findings: told(findings, lang), summaries };
    process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
  } else {
    const lines = [
      ...findingLines(findings, lang),
      ...summaries.flatMap((summary) => [...renderSummary(summary, lang), '']),
      ...(isEmpty ? [] : wrap(words.looked(plain(folder)), WIDTH)),
      countLine(findings, lang),
    ];
    process.stdout.write(`${lines.join('\n')}\n`);
  }
  return !isEmpty && countErrors(findings) === 0;
}

export function countErrors(findings: readonly Finding[]): number {
  return findings.filter(({ severity }) => severity === 'error').length;
}

/** The findings with their words. */
export function told(findings: readonly Finding[], lang: Language) {
  return findings.map((finding) => ({ ...finding, ...messagesFor(finding, lang) }));
}

/** The findings for reading, each with a blank line after it. */
export function findingLines(findings: readonly Finding[], lang: Language): string[] {
  const labels = lang === 'zh' ? { error: '错误', warning: '警告' } : { error: 'error', warning: 'warning' };
  return told(findings, lang).flatMap(({ severity, file, field, problem, remedy }) => {
    const mark = severity === 'error' ? pc.red(labels.error) : pc.yellow(labels.warning);
    const heading = `${mark}  ${pc.bold(plain(file))}${field && `  ${plain(field)}`}`;
    const [first = '', ...more] = wrap(plain(remedy), WIDTH - 4);
    return [
      ...(displayWidth(heading) <= WIDTH || !field
        ? [heading]
        : [`${mark}  ${pc.bold(plain(file))}`, `  ${plain(field)}`]),
      ...wrap(plain(problem), WIDTH - 2).map((line) => `  ${line}`),
      `  ${pc.dim('→')} ${first}`,
      ...more.map((line) => `    ${line}`),
      '',
    ];
  });
}

/** @param more warnings that are no findings of `check` */
export function countLine(findings: readonly Finding[], lang: Language, more = 0): string {
  const errors = countErrors(findings);
  const warnings = findings.length - errors + more;
  return lang === 'zh' ? `${errors} 个错误，${warnings} 个警告` : `errors: ${errors}, warnings: ${warnings}`;
}
