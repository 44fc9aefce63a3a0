import type { Activity } from '../../../domain/activities/activity.ts';
import type { Language } from '../i18n/language.ts';
import { terminalMessages } from '../i18n/terminal-messages.ts';

/* The welcome is for a first try, with a few activities. */
const AT_MOST = 10;

/** The pages to open, for the terminal in which the service was started. */
export function welcome(
  baseUrl: string,
  activities: readonly Activity[],
  demoPassport: boolean,
  language: Language,
): string {
  const messages = terminalMessages[language];
  const lines = activities.slice(0, AT_MOST).map((activity) => {
    const zone = activity.zones && [...activity.zones][0];
    const token = activity.loginRequired && demoPassport ? `&token=demo-alice${zone ? `@${zone}` : ''}` : '';
    return `  ${activity.title || activity.id}\n    ${baseUrl}/?id=${activity.id}${token}`;
  });
  const more = activities.length - lines.length;
  if (more > 0) lines.push(`  ${messages.more(more)}`);
  if (lines.length === 0) lines.push(`  ${messages.noActivities(baseUrl)}`);
  return `\n${messages.openInBrowser}\n\n${lines.join('\n')}\n\n${messages.stops}\n\n`;
}
