import type { Need } from '../../../../application/analysis/home/home-needs.ts';
import {
  type HomeCard,
  type HomeService,
  MOST_NEEDS,
} from '../../../../application/analysis/home/home-service.ts';
import type { WaitingDraft, WaitingDrafts } from '../../../../application/authoring/drafts/waiting-drafts.ts';
import { type Actor, mayDo } from '../../../../domain/operators/actor.ts';
import { centsText } from '../../../../domain/shared/money.ts';
import { type ConsoleRoute, consoleRoute } from '../console-route.ts';
import { type HomeCard as CardJson, homeInput, homeOutput, type Need as NeedJson } from '../contract/home.ts';
import { isoOf, isoOrNull } from '../encode/iso.ts';

/**
 * What runs, what comes, and what needs a person.
 * @param waiting drafts that need an approval, or have one; `null`: none needs any
 */
export function homeRoutes(
  service: Pick<HomeService, 'home'>,
  waiting: Pick<WaitingDrafts, 'all'> | null,
): readonly ConsoleRoute[] {
  return [
    consoleRoute({
      method: 'GET',
      path: '/home',
      access: 'view',
      summary: 'what runs, what starts and ends within two days, and what needs a person',
      input: homeInput,
      output: homeOutput,
      handle: async ({ actor }) => {
        const [home, drafts] = await Promise.all([service.home(), waiting?.all() ?? []]);
        const { at, running, soon, ending, attention, counts } = home;
        const ofDrafts = needsOfDrafts(drafts, actor);
        return {
          at: isoOf(at),
          running: running.map(jsonOfCard),
          soon: soon.map(jsonOfCard),
          ending: ending.map(jsonOfCard),
          // They are the least severe.
          attention: [...attention.map(jsonOfNeed), ...ofDrafts].slice(0, MOST_NEEDS),
          counts: { ...counts, attention: counts.attention + ofDrafts.length },
          away: [],
        };
      },
    }),
  ];
}

/* To those who may approve it, or publish it then: for both it is the same permission. Nobody approves what they wrote. */
function needsOfDrafts(drafts: readonly WaitingDraft[], actor: Actor): readonly NeedJson[] {
  if (!mayDo(actor, { permission: 'publish' })) return [];
  return drafts.flatMap(({ activityId, title, by, isApproved }): readonly NeedJson[] => {
    if (!isApproved && by === actor.name) return [];
    return [
      {
        kind: isApproved ? 'draft_approved' : 'draft_unapproved',
        ...{ severity: 'info', activity_id: activityId, title: title || null },
        params: { by },
        action: { kind: 'review', to: `/activities/${activityId}/edit/publish` },
      },
    ];
  });
}

function jsonOfCard({ activity, phase, visitsDay, drawsDay, winsDay, drawsByHour }: HomeCard): CardJson {
  const { activityId, title, dispatch, stage, startsAt, endsAt, image, no } = activity;
  return {
    ...{ activity_id: activityId, title, dispatch, stage, phase },
    ...{
      starts_at: isoOrNull(startsAt),
      ends_at: isoOrNull(endsAt),
      image: image?.name ?? null,
      release_no: no,
    },
    ...{ visits_day: visitsDay, draws_day: drawsDay, wins_day: winsDay, draws_by_hour: [...drawsByHour] },
  };
}

/* Amounts and times, by the names of their params. */
const AMOUNTS = new Set(['spent', 'budget']);
const MOMENTS = new Set(['run_out_at', 'due_at', 'since']);

function jsonOfNeed({ kind, severity, activityId, title, params }: Need): NeedJson {
  const shown = Object.entries(params).map(([name, value]) => {
    if (typeof value !== 'number') return [name, value];
    if (AMOUNTS.has(name)) return [name, centsText(value)];
    return [name, MOMENTS.has(name) ? isoOf(value) : value];
  });
  return {
    ...{ kind, severity, activity_id: activityId, title },
    params: Object.fromEntries(shown),
    action: actionOf(kind, activityId, params['prize_id']),
  };
}

/* The id of an activity has nothing that an address would need to have escaped; `restock` opens the stock of that prize. */
function actionOf(
  kind: Need['kind'],
  id: string | null,
  prizeId: Need['params'][string] = null,
): NeedJson['action'] {
  const activity = `/activities/${id}`;
  switch (kind) {
    case 'deliveries_failed':
      return { kind: 'open_deliveries', to: `/deliveries?activity_id=${id}&state=failed` };
    case 'budget_near':
      return { kind: 'raise_budget', to: `${activity}/edit` };
    case 'stock_runs_out':
      return { kind: 'restock', to: `${activity}/live?restock=${encodeURIComponent(String(prizeId))}` };
    case 'codes_run_out':
      return { kind: 'import_codes', to: `${activity}/codes?prize=${encodeURIComponent(String(prizeId))}` };
    case 'broken_file':
      return { kind: 'open_editor', to: `${activity}/edit` };
    case 'approval_wanted':
      return { kind: 'review', to: `${activity}/edit/publish` };
    case 'schedule_cancelled':
      return { kind: 'open_release', to: activity };
    case 'archive_halted':
      return { kind: 'open_live', to: `${activity}/live` };
    case 'relay_late':
    case 'endpoint_stopped':
      return { kind: 'open_deliveries', to: '/deliveries' };
  }
}
