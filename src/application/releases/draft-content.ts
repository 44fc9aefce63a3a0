import type { ActivityReading } from '../../domain/activities/activity.ts';
import { namedMedia } from '../../domain/activities/named-media.ts';
import type { Pictures, ReleaseContent } from '../../domain/releases/release.ts';
import { contentOf } from './release-content.ts';

/**
 * What would be published of a draft: its text, and those of its pictures that the text names.
 * @param reading of the text; one that cannot be read names none
 */
export function draftContent(text: string, pictures: Pictures, reading: ActivityReading): ReleaseContent {
  const names = reading.ok ? namedMedia(reading.activity) : [];
  const named = names.filter((name) => Object.hasOwn(pictures, name));
  return contentOf(text, Object.fromEntries(named.map((name) => [name, pictures[name] as string])));
}
