import { findingsOf } from '../../../../application/authoring/check/finding.ts';
import { launchSummary } from '../../../../application/authoring/check/launch-summary.ts';
import { dataSchema } from '../../../../application/authoring/data-schema.ts';
import { fieldsOfKindFile } from '../../../../application/authoring/fields.ts';
import { duplicateText } from '../../../../application/authoring/templates/duplicate.ts';
import { templates, templateText } from '../../../../application/authoring/templates/templates.ts';
import type { Activity } from '../../../../domain/activities/activity.ts';
import { ConsoleRefusal, refusedBecause } from '../console-refusal.ts';
import { type ConsoleRoute, consoleRoute } from '../console-route.ts';
import {
  type ActivityJson,
  activitiesInput,
  activitiesSchema,
  activitySchema,
  createInput,
  duplicateInput,
  kindInput,
  kindSchema,
  templatesSchema,
} from '../contract/activities.ts';
import { draftSchema } from '../contract/drafts.ts';
import { ofActivity } from '../contract/parameters.ts';
import { jsonOfActivity } from '../encode/json-of-activity.ts';
import { jsonOfFindings } from '../encode/json-of-findings.ts';
import { jsonOfCancelled, jsonOfScheduled } from '../encode/json-of-releases.ts';
import { openedDraft, unlessUnsettled, viewOfDraft } from './draft-view.ts';
import type { ReleaseRoutesParts } from './release-parts.ts';

const PAGE = 50;
const MOST_CANCELLED = 20;

/** Activities: all of them, one of them, new ones. */
export function activityRoutes(parts: ReleaseRoutesParts): readonly ConsoleRoute[] {
  return [
    consoleRoute({
      method: 'GET',
      path: '/activities',
      access: 'view',
      scope: 'activities',
      summary: 'activities, the latest changed first',
      input: activitiesInput,
      output: activitiesSchema,
      handle: async ({ input }) => {
        const { activities, next } = await parts.list.page({ ...input, limit: PAGE });
        return { activities: activities.map(jsonOfActivity), next };
      },
    }),
    consoleRoute({
      method: 'GET',
      path: '/activities/:id',
      access: 'view',
      scope: 'activities',
      summary: 'one activity',
      input: ofActivity,
      output: activitySchema,
      handle: async ({ input: { id } }) => activityOf(parts, id),
    }),
    consoleRoute({
      method: 'GET',
      path: '/templates',
      access: 'view',
      summary: 'what a new activity can begin with',
      input: null,
      output: templatesSchema,
      handle: async () => [...templates],
    }),
    consoleRoute({
      method: 'GET',
      path: '/kinds/:dispatch',
      access: 'view',
      summary: 'the fields of the texts of a kind',
      input: kindInput,
      output: kindSchema,
      handle: async ({ input: { dispatch } }) => {
        const kind = parts.kinds.get(dispatch);
        if (!kind) throw new ConsoleRefusal('not_found');
        const fields = fieldsOfKindFile(kind).map(({ path, en, zh, example, choices }) => ({
          ...{ path: [...path], en, zh },
          ...(example !== undefined && { example }),
          ...(choices && { choices: [...choices] }),
        }));
        return { schema: { ...dataSchema(kind) }, fields };
      },
    }),
    ...newActivityRoutes(parts),
  ];
}

function newActivityRoutes(parts: ReleaseRoutesParts): readonly ConsoleRoute[] {
  const { desk, clock } = parts;
  return [
    consoleRoute({
      method: 'POST',
      path: '/activities',
      access: 'edit',
      trail: 'change',
      summary: 'begin a new activity; nothing is published',
      input: createInput,
      output: draftSchema,
      handle: async ({ input: { activity_id, template, title }, actor, record }) => {
        const text = templateText(template, title, clock.now());
        const begun = { activityId: activity_id, text, pictures: {}, startsPaused: false };
        const draft = await desk.begin(actor.name, begun);
        if (draft === 'exists') throw refusedBecause('exists');
        await record({ action: 'create', activityId: activity_id, after: { template, title } });
        return viewOfDraft(parts, draft);
      },
    }),
    consoleRoute({
      method: 'POST',
      path: '/activities/:id/duplicate',
      access: 'edit',
      trail: 'change',
      summary: 'begin a new activity like this one; its first publication pauses it',
      input: duplicateInput,
      output: draftSchema,
      handle: async ({ input: { id, to, title }, actor, record }) => {
        const draft = await desk.begin(actor.name, await duplicateOf(parts, id, to, title));
        if (draft === 'exists') throw refusedBecause('exists');
        await record({ action: 'duplicate', activityId: to, target: id });
        return viewOfDraft(parts, draft);
      },
    }),
  ];
}

/* Of what everyone has; else of the draft. */
async function duplicateOf(parts: ReleaseRoutesParts, id: string, to: string, title: string | undefined) {
  const { queries, check, texts, clock } = parts;
  const draft = await openedDraft(parts, id);
  const { serving } = draft.state;
  const live = serving && !serving.isRemoved ? await queries.release(id, serving.no) : undefined;
  const { text, pictures } = live ?? draft;
  const { activity } = await unlessUnsettled(check.check({ activityId: id, text, pictures }));
  if (!activity) throw refusedBecause('has_errors');
  const timing = {
    timezone: timezoneOf(parts, activity),
    now: clock.now(),
    ...(title !== undefined && { title }),
  };
  return { activityId: to, text: duplicateText(texts, text, activity, timing), pictures, startsPaused: true };
}

function timezoneOf({ check, clock }: ReleaseRoutesParts, activity: Activity): string {
  return launchSummary(activity, check.kindOf(activity), clock.now()).window.timezone;
}

async function activityOf(parts: ReleaseRoutesParts, id: string): Promise<ActivityJson> {
  const { list, queries, schedule, desk, check, folders, words, requiresApproval } = parts;
  const listed = await list.find(id);
  if (!listed) throw new ConsoleRefusal('not_found');
  const { release, invalid } = listed;
  const [scheduled, cancelled, open, live] = await Promise.all([
    schedule.planned(id),
    schedule.cancelled(id, MOST_CANCELLED),
    unlessUnsettled(desk.open(id)),
    release ? queries.activity(id, release.no) : null,
  ]);
  const checked = open && (await check.check(open));
  const shown = live ?? checked?.activity ?? null;
  const summary = shown && launchSummary(shown, check.kindOf(shown), parts.clock.now());
  return {
    ...jsonOfActivity(listed),
    scheduled: scheduled.map(jsonOfScheduled),
    cancelled: cancelled.map(jsonOfCancelled),
    approvals: {
      release: release ? [...(await queries.approvers(id, release))] : [],
      draft: checked ? [...(await queries.approvers(id, checked.content))] : [],
    },
    findings: invalid ? jsonOfFindings(findingsOf(invalid.problems, id, `${id}/data.json`), words) : [],
    has_folder: folders.has(id),
    requires_approval: requiresApproval,
    prizes: (summary?.draws?.prizes ?? []).map(({ id: prize, name, stock, odds, value }) => ({
      ...{ id: prize, name, stock, odds: odds.exact, value },
    })),
  };
}
