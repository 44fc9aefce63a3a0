import type { Activity } from '../../../domain/activities/activity.ts';

/* The welcome is for a first try, with a few activities. */
const AT_MOST = 10;

/** The pages to open, for the terminal in which the service was started. */
export function welcome(baseUrl: string, activities: readonly Activity[], demoPassport: boolean): string {
  const lines = activities.slice(0, AT_MOST).map((activity) => {
    const zone = activity.zones && [...activity.zones][0];
    const token = activity.loginRequired && demoPassport ? `&token=demo-alice${zone ? `@${zone}` : ''}` : '';
    return `  ${activity.title || activity.id}\n    ${baseUrl}/?id=${activity.id}${token}`;
  });
  const more = activities.length - lines.length;
  if (more > 0) lines.push(`  … and ${more} more`);
  if (lines.length === 0)
    lines.push(`  no activities yet: put one into its folder, then open ${baseUrl}/?id=<activity_id>`);
  return `\nOpen in a browser:\n\n${lines.join('\n')}\n\nCtrl-C stops.\n\n`;
}
