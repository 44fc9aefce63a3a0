import { shallowRef } from 'vue';
import { mediaUrl } from '../activity/media.ts';
import type { Answer } from '../client/api.ts';
import { type Fields, fieldsOf, textOf } from '../client/read.ts';

/* A page shows one activity. */
const versions = shallowRef<Fields>({});

/** Learns the versions of the activity's pictures and sounds; an answer without an activity changes none. */
export function learnVersions(answer: Answer): void {
  if (answer.kind !== 'answered') return;
  const { activity_id, media_versions } = fieldsOf(answer.ret === 0 ? answer.data : answer.detail);
  if (textOf(activity_id) !== '') versions.value = fieldsOf(media_versions);
}

/** The address of a picture or sound of the activity, in the version that the page has learnt. */
export function ownMediaUrl(path: unknown, activityId: string, pageAddress: string): string | null {
  return mediaUrl(path, activityId, pageAddress, versions.value);
}
