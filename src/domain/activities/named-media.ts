import type { Activity } from './activity.ts';
import { mediaName, OWN_MEDIA } from './media-path.ts';

/** The names of the files of its own that an activity's data names, each once, sorted. There may be no file of a name. */
export function namedMedia({ publicData }: Pick<Activity, 'publicData'>): readonly string[] {
  const names = new Set<string>();
  collect(publicData, names);
  return [...names].sort();
}

function collect(value: unknown, names: Set<string>): void {
  if (typeof value === 'string') {
    const path = value.trim();
    if (path.startsWith(OWN_MEDIA)) names.add(mediaName(path));
  } else if (typeof value === 'object' && value !== null) {
    for (const member of Object.values(value)) collect(member, names);
  }
}
