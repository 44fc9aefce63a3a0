import type { Finding } from '../../../application/authoring/check/finding.ts';
import { messagesFor } from '../i18n/check-messages.ts';
import type { Language } from '../i18n/language.ts';
import type { Colors } from './colors.ts';
import { displayWidth, plain, wrap } from './text-layout.ts';

const WIDTH = 80;

export function countErrors(findings: readonly Finding[]): number {
  return findings.filter(({ severity }) => severity === 'error').length;
}

/** Each finding with what is wrong and what would be right, as sentences. */
export function withSentences(findings: readonly Finding[], language: Language) {
  return findings.map((finding) => ({ ...finding, ...messagesFor(finding, language) }));
}

/** Lines of at most 80 columns, with a blank line after each finding. */
export function renderFindings(findings: readonly Finding[], language: Language, colors: Colors): string[] {
  const labels =
    language === 'zh' ? { error: '错误', warning: '警告' } : { error: 'error', warning: 'warning' };
  return withSentences(findings, language).flatMap(({ severity, file, field, problem, remedy }) => {
    const mark = severity === 'error' ? colors.red(labels.error) : colors.yellow(labels.warning);
    const heading = `${mark}  ${colors.bold(plain(file))}${field && `  ${plain(field)}`}`;
    const [first = '', ...more] = wrap(plain(remedy), WIDTH - 4);
    return [
      ...(displayWidth(heading) <= WIDTH || !field
        ? [heading]
        : [`${mark}  ${colors.bold(plain(file))}`, `  ${plain(field)}`]),
      ...wrap(plain(problem), WIDTH - 2).map((line) => `  ${line}`),
      `  ${colors.dim('→')} ${first}`,
      ...more.map((line) => `    ${line}`),
      '',
    ];
  });
}

/** @param more warnings that are no findings of `check` */
export function countLine(findings: readonly Finding[], language: Language, more = 0): string {
  const errors = countErrors(findings);
  const warnings = findings.length - errors + more;
  return language === 'zh'
    ? `${errors} 个错误，${warnings} 个警告`
    : `errors: ${errors}, warnings: ${warnings}`;
}
