import { activitiesDir } from './activities-dir.ts';
import { logLines, type RunningProgram, startProgram } from './built-program.ts';
import { ask } from './http.ts';
import type { LoadRequest, SteadyLoad } from './steady-load.ts';
import { until } from './until.ts';

const ACTIVITIES = {
  open: { dispatch: 'sku' },
  shake: {
    dispatch: 'shake',
    is_login_user: true,
    prizes: [{ id: 'coupon', name: '优惠券' }],
    rules: { prizes: { coupon: { odds: '5%' } } },
  },
};

/** The folder of activities that `visits` needs. */
export const visitedActivities = () => activitiesDir(ACTIVITIES);

/** The built program with the activities that `visits` needs. */
export async function startVisited(env: Readonly<Record<string, string>>): Promise<RunningProgram> {
  return startProgram({ ACTIVITIES_DIR: await visitedActivities(), ...env });
}

/** Every third request is a draw, of a user who has not drawn for a while. */
export function visits(count: number, drawEvery = 3): LoadRequest {
  if (count % drawEvery > 0) return { method: 'GET', path: '/cms-market/static?activity_id=open' };
  const body = { activity_id: 'shake', token: `demo-u${count % 999}`, request_id: `request-${count}` };
  return { method: 'POST', path: '/cms-market/shake/draw', body };
}

/** The log lines with this message. */
export function logged(program: RunningProgram, message: string): Record<string, unknown>[] {
  return logLines(program.stdout()).filter(({ msg }) => msg === message);
}

/** Resolves when the load has had so many more good answers. */
export async function answersMore(load: SteadyLoad, more: number): Promise<void> {
  const enough = load.answered() + more;
  await until(() => load.answered() >= enough, { what: `${more} more answers` });
}

/** Resolves when readyz answers 503. */
export async function drains(program: RunningProgram): Promise<void> {
  await until(async () => (await ask(`${program.origin}/readyz`)).status === 503, {
    what: 'readyz to answer 503',
  });
}
