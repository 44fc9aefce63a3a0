import type { Activity } from './activity.ts';

/**
 * An activity that needs a login with the address of the service's own login, where it names none: its page, and any other front
 * end, find it in `page.login_url` as they find one that is written in the file.
 */
export function withLoginUrl(activity: Activity, loginUrl: string): Activity {
  if (!activity.loginRequired || activity.page.login_url) return activity;
  const page = { ...activity.page, login_url: loginUrl };
  return { ...activity, page, publicData: { ...activity.publicData, page } };
}
