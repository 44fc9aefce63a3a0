import type { Kind } from '../../src/application/kinds/kind.ts';
import { kinds } from '../../src/application/kinds/kinds.ts';
import type { Activity } from '../../src/domain/activities/activity.ts';

/** The kind of an activity. @throws Error if there is none */
export function kindOf({ dispatch }: Pick<Activity, 'dispatch'>): Kind {
  const kind = kinds.get(dispatch);
  if (!kind) throw new Error(`no kind "${dispatch}"`);
  return kind;
}
