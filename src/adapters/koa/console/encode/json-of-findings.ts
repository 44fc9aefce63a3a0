import type { Finding } from '../../../../application/authoring/check/finding.ts';
import type { FindingJson } from '../contract/words.ts';
import type { ReleaseWords } from '../release-words.ts';

export function jsonOfFindings(
  findings: readonly Finding[],
  words: Pick<ReleaseWords, 'finding'>,
): FindingJson[] {
  return findings.map((finding) => {
    const { severity, field, code, params } = finding;
    return { severity, field, code, params, ...words.finding(finding) };
  });
}
