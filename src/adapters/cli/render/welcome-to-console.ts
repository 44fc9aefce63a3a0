import type { Language } from '../i18n/language.ts';
import { terminalMessages } from '../i18n/terminal-messages.ts';

/** Where the console is, for the terminal in which the service was started. @param firstLink makes the first account */
export function welcomeToConsole(url: string, firstLink: string | null, language: Language): string {
  const messages = terminalMessages[language];
  const first = firstLink === null ? '' : `  ${messages.firstAccount}\n    ${firstLink}\n`;
  return `\n${messages.console}\n    ${url}\n${first}\n`;
}
