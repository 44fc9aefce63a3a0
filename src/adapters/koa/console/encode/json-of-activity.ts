import type { ListedActivity } from '../../../../application/analysis/activities/activity-list.ts';
import type { ActivityRow } from '../contract/activities.ts';
import { isoOf, isoOrNull } from './iso.ts';
import { pictureUrl } from './json-of-draft.ts';
import { jsonOfCandidate } from './json-of-releases.ts';

/* Of a kind without draws, which has no time zone of its own. */
const USUAL_TIMEZONE = 'Asia/Shanghai';

export function jsonOfActivity(listed: ListedActivity): ActivityRow {
  const { activityId, title, dispatch, stage, phase, startsAt, endsAt, release, change, draft, image } =
    listed;
  return {
    activity_id: activityId,
    ...{ title, dispatch, stage, phase },
    starts_at: isoOrNull(startsAt),
    ends_at: isoOrNull(endsAt),
    timezone: listed.timezone ?? USUAL_TIMEZONE,
    release:
      release && change
        ? { no: release.no, at: isoOf(change.at), author: change.author, content: release.content }
        : null,
    candidate: jsonOfCandidate(listed.candidate),
    managed_by: listed.managedBy,
    draft: draft && {
      ...{ version: draft.version, by: draft.by, at: isoOf(draft.at) },
      ...{ differs: draft.differs, base_no: draft.baseNo },
    },
    image: image && pictureUrl(activityId, image.name, image.hash),
    problem: listed.invalid !== null,
  };
}
