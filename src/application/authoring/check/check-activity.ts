import type { Activity } from '../../../domain/activities/activity.ts';
import type { MediaLibrary } from '../../../domain/activities/media-library.ts';
import { hexColourOf } from '../../../domain/activities/page-choices.ts';
import { shortened } from '../../../domain/shared/problem.ts';
import type { AuthoringKind } from '../authoring-kind.ts';
import { fieldAt, fieldsOfKindFile } from '../fields.ts';
import { checkChoices } from './check-choices.ts';
import { checkLinks } from './check-links.ts';
import { checkPictures } from './check-pictures.ts';
import { checkWindow } from './check-window.ts';
import { checkZones } from './check-zones.ts';
import { type Finding, findingsOf, type Warn, type WarningCode } from './finding.ts';
import { misspeltKeys } from './misspelt-keys.ts';
import { NO_NEEDS, type ServingNeeds } from './serving-needs.ts';
import { walk } from './walk.ts';

const PRIVATE = /(?:^|[_-])(?:secret|password|token|stock|odds|budget|value|cost|private|key)(?:$|[_-])/i;

/* Of one file; the others are counted. */
const MOST_WARNINGS = 100;

/**
 * What a valid activity's operator would trip over.
 * @param now milliseconds since the epoch
 */
export async function checkActivity(
  activity: Activity,
  kind: AuthoringKind,
  media: Pick<MediaLibrary, 'lengthOf' | 'names'>,
  now: number,
  needs: ServingNeeds = NO_NEEDS,
): Promise<Finding[]> {
  const { id, publicData, page } = activity;
  const findings: Finding[] = [];
  let others = 0;
  const warn: Warn = (field, code, params = {}) => {
    if (findings.length === MOST_WARNINGS) others += 1;
    else add(field, code, params);
  };

  for (const misspelt of misspeltKeys(activity, kind)) warn(...misspelt);
  checkWindow(activity, warn, now);
  checkZones(activity, warn);
  if (activity.loginRequired && !page.login_url && !needs.hasLogin) warn('page.login_url', 'no-login-url');
  if (activity.zones && !needs.hasZones) warn('is_check_zone', 'login-without-zones');
  checkLinks(activity, warn);
  checkChoices(activity, kind, warn);
  for (const { field, value } of walk(page.theme, 'page.theme')) {
    if (field === 'page.theme.name') continue;
    if (hexColourOf(value) === null) warn(field, 'bad-colour', { value: String(value) });
  }
  for (const { field, key } of walk(publicData)) {
    // Such as `page.show_odds`: what is known there is meant to be seen.
    if (PRIVATE.test(key) && !fieldAt(fieldsOfKindFile(kind), field)) warn(field, 'private-key', { key });
  }
  await checkPictures(activity, media, warn);
  kind.authoring.warn(activity, warn, now);
  if (others > 0) add('', 'more-warnings', { count: String(others) });
  return [
    ...findings,
    ...findingsOf(needs.missing(activity), id, `${id}/data.json`, needs.refuses ? 'error' : 'warning'),
  ];

  function add(field: string, code: WarningCode, params: Finding['params']): void {
    const short = Object.fromEntries(Object.entries(params).map(([name, value]) => [name, shortened(value)]));
    findings.push({
      severity: 'warning',
      activityId: id,
      file: `${id}/data.json`,
      field: shortened(field),
      code,
      params: short,
    });
  }
}
