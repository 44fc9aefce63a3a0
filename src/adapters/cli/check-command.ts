import pc from 'picocolors';
import type { Finding } from '../../application/check/finding.ts';
import { type Language, wordsFor } from './check-words.ts';

/**
 * Prints what was found.
 * @returns whether there is no error among it
 */
export function printFindings(
  findings: readonly Finding[],
  { json = false, lang }: { json?: boolean; lang: Language },
): boolean {
  const told = findings.map((finding) => ({ ...finding, ...wordsFor(finding, lang) }));
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  if (json) {
    process.stdout.write(`${JSON.stringify({ findings: told }, null, 2)}\n`);
    return errors === 0;
  }
  const zh = lang === 'zh';
  for (const { severity, file, field, problem, remedy } of told) {
    const label = zh ? { error: '错误', warning: '警告' }[severity] : severity;
    const mark = severity === 'error' ? pc.red(label) : pc.yellow(label);
    process.stdout.write(
      `${mark}  ${pc.bold(file)}${field && `  ${field}`}\n  ${problem}\n  ${pc.dim('→')} ${remedy}\n\n`,
    );
  }
  const warnings = findings.length - errors;
  process.stdout.write(
    zh ? `${errors} 个错误，${warnings} 个警告\n` : `errors: ${errors}, warnings: ${warnings}\n`,
  );
  return errors === 0;
}
