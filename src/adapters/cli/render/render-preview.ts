import type { Language } from '../i18n/language.ts';
import { releasesMessages } from '../i18n/releases-messages.ts';
import type { Colors } from './colors.ts';
import type { ReleasePreview } from './release-report.ts';
import { renderDiff, warningCount } from './render-diff.ts';
import { countLine, renderFindings } from './render-findings.ts';
import { renderSummary } from './render-summary.ts';
import { displayWidth, plain, wrap } from './text-layout.ts';

const WIDTH = 80;
const INDENT = '  ';

/** What a change would mean, for reading, in lines of at most 80 columns. */
export function renderPreview(preview: ReleasePreview, language: Language, colors: Colors): string[] {
  const { heading, findings, diff, summary, notes } = preview;
  const { note } = releasesMessages[language];
  const warned = diff ? warningCount(diff) : 0;
  return [
    ...renderFindings(findings, language, colors),
    ...wrap(heading, WIDTH),
    '',
    ...(diff ? renderDiff(diff, language, colors) : []),
    ...(summary ? [...renderSummary(summary, language, colors), ''] : []),
    ...notes.flatMap((text) => [
      colors.yellow(note),
      ...wrap(plain(text), WIDTH - displayWidth(INDENT)).map((line) => INDENT + line),
      '',
    ]),
    countLine(findings, language, warned),
  ];
}
