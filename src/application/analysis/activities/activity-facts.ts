import type { Activity, ActivityReading } from '../../../domain/activities/activity.ts';
import { mediaName, OWN_MEDIA } from '../../../domain/activities/media-path.ts';
import { stageNameOf } from '../../../domain/activities/page-choices.ts';
import type { Pictures } from '../../../domain/releases/release.ts';
import { inside } from '../../authoring/check/walk.ts';

/** What a list says of an activity's text. */
export interface ActivityFacts {
  readonly title: string;
  readonly dispatch: string;
  /** `null` where nothing is drawn. */
  readonly stage: string | null;
  /** Milliseconds since the epoch. */
  readonly startsAt: number | null;
  readonly endsAt: number | null;
  /** As its rules name it; `null` where they name none. */
  readonly timezone: string | null;
  readonly image: { readonly name: string; readonly hash: string } | null;
  /** Identifies the text with the pictures that it names. */
  readonly content: string;
}

/** In whose place another picture stands, the best first. */
const IMAGES = ['page.banner', 'page.share_image', 'page.stage_image', 'prizes.0.image', 'skus.0.image'];

/** @param content of the text with these pictures */
export function activityFacts(reading: ActivityReading, pictures: Pictures, content: string): ActivityFacts {
  if (!reading.ok) {
    return {
      ...{ title: '', dispatch: '', stage: null, startsAt: null, endsAt: null, timezone: null },
      ...{ image: null, content },
    };
  }
  const { title, dispatch, startsAt, endsAt, page, prizeFacts, rulesAsWritten } = reading.activity;
  return {
    ...{ title, dispatch, startsAt, endsAt, content },
    timezone: (rulesAsWritten as { readonly timezone?: string } | undefined)?.timezone ?? null,
    stage: prizeFacts ? stageNameOf(page.stage) : null,
    image: imageOf(reading.activity, pictures),
  };
}

function imageOf({ publicData }: Activity, pictures: Pictures): ActivityFacts['image'] {
  for (const path of IMAGES) {
    const value = inside(publicData, path);
    if (typeof value !== 'string' || !value.trim().startsWith(OWN_MEDIA)) continue;
    const name = mediaName(value.trim());
    const hash = Object.hasOwn(pictures, name) ? pictures[name] : undefined;
    if (hash !== undefined) return { name, hash };
  }
  return null;
}
