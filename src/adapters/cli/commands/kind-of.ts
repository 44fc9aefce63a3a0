import type { Kind } from '../../../application/kinds/kind.ts';
import type { Activity } from '../../../domain/activities/activity.ts';
import type { CommandParts } from '../command.ts';

/** @throws Error if there is no such kind, which no activity has that was read */
export function kindOf({ kinds }: Pick<CommandParts, 'kinds'>, { dispatch }: Activity): Kind {
  const kind = kinds.get(dispatch);
  if (!kind) throw new Error(`no kind "${dispatch}"`);
  return kind;
}
