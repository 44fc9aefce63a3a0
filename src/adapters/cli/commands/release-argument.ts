import type { CommandArgument, Io } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Localized } from '../i18n/language.ts';
import { releasesMessages } from '../i18n/releases-messages.ts';
import { plain } from '../render/text-layout.ts';
import type { Opened } from './release-run.ts';

export function releaseArgument(leftOut: Localized): CommandArgument {
  return {
    syntax: '[no]',
    description: { en: `the number of a release; ${leftOut.en}`, zh: `版本号；${leftOut.zh}` },
  };
}

/** The number of a release that was given; `undefined`: left out. */
export function releaseNoOf(given: unknown, { stderr, language }: Io): Opened<{ readonly no?: number }> {
  if (given === undefined) return { kind: 'opened' };
  const text = String(given);
  if (/^[1-9]\d{0,14}$/.test(text)) return { kind: 'opened', no: Number(text) };
  stderr.write(`cms-market: ${releasesMessages[language].noNumber(plain(text))}\n`);
  return { kind: 'refused', exitCode: exitCodes.usage };
}
