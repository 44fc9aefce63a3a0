/// <reference path="./cluster-key-slot.d.ts" />
import slotOf from 'cluster-key-slot';

const SLOTS = 16_384;

/**
 * The hash tag of a segment's keys, `<activity>.<segment>` with what it takes after it that the tag's slot is in the
 * segment's part of all slots: then the segments are spread as evenly as the slots are over the servers. It is found by
 * counting up, so it is always the same; that takes about as many attempts as there are segments, less than 0.1 ms.
 */
export function segmentTag(activityId: string, segment: number, segments: number): string {
  const from = (SLOTS * segment) / segments;
  const below = (SLOTS * (segment + 1)) / segments;
  for (let attempt = 0; ; attempt++) {
    const tag = `${activityId}.${segment}${attempt === 0 ? '' : `.${attempt.toString(36)}`}`;
    const slot = slotOf(tag);
    if (slot >= from && slot < below) return tag;
  }
}
