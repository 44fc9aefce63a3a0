import { z } from 'zod';
import { anyObject, listOf, readPlainly } from '../shared/bounded.ts';
import { field } from '../shared/field.ts';
import { instant } from '../shared/instant.ts';
import { issueOf, problemsOf } from '../shared/issue.ts';
import { boundedProblems, fileProblem, type Problem } from '../shared/problem.ts';
import { textOrNumber } from '../shared/text-or-number.ts';
import { pageFields } from './page-fields.ts';

export const activityIdPattern = /^[A-Za-z0-9_-]{1,64}$/;

const LONGEST_ZONE = 64;

/* The problem of a value names its type. */
const REPORT = { reportInput: true };

/** A zone's id; numbers are read as their digits. */
export const zoneIdSchema = field(textOrNumber(LONGEST_ZONE, 'bad_zone_id').transform(String), {
  en: 'The id of a zone.',
  zh: '区域编号',
  example: '1000',
});

const MOST_ZONES = 10_000;

/* There may be very many, and each that zod reads costs ten times as much. */
export const zonesSchema = readPlainly(plainZones, listOf(zoneIdSchema, MOST_ZONES));

/** `null` where the schema must say what is wrong. */
function plainZones(zones: unknown): string[] | null {
  if (!Array.isArray(zones) || zones.length > MOST_ZONES) return null;
  if (zones.every(isZoneText)) return zones;
  const texts = zones.map((zone) => (Number.isSafeInteger(zone) && zone >= 0 ? String(zone) : zone));
  return texts.every(isZoneText) ? texts : null;
}

function isZoneText(zone: unknown): zone is string {
  return typeof zone === 'string' && zone.length > 0 && zone.length <= LONGEST_ZONE;
}

export const commonSchema = z
  .object({
    dispatch: field(z.string(), {
      en: 'The kind of the activity. Needed.',
      zh: '活动类型，必填',
      example: 'shake',
    }),
    title: field(z.string().default(''), { en: 'The heading.', zh: '活动标题', example: '摇一摇' }),
    is_login_user: field(z.boolean().default(false), {
      en: 'Whether visitors must be logged in.',
      zh: '是否需要登录',
      example: true,
      synonyms: ['needlogin', 'loginrequired', 'requirelogin', 'islogin', 'mustlogin'],
    }),
    is_check_zone: field(z.boolean().default(false), {
      en: 'Whether only users of `zones` may take part; this needs a login too.',
      zh: '是否限定区域（同时要求登录）',
      example: true,
      synonyms: ['checkzone', 'zonecheck', 'needzone', 'iszonecheck'],
    }),
    zones: field(zonesSchema.optional(), {
      en: 'The zones that may take part; needed with `is_check_zone`.',
      zh: '可参与的区域，与 `is_check_zone` 同用',
      example: ['1000', '1001'],
      synonyms: ['zoneids', 'zonelist', 'allowedzones', 'allowzones', 'areaids', 'regionids'],
    }),
    starts_at: field(instant.optional(), {
      en: 'When the activity begins: ISO 8601 with an offset. Left out: it has begun.',
      zh: '开始时间，须带时区；省略则已经开始',
      example: '2026-11-01T00:00:00+08:00',
      synonyms: ['starttime', 'startdate', 'beginat', 'begintime', 'begindate'],
    }),
    ends_at: field(instant.optional(), {
      en: 'When the activity is over, exclusive: for a whole last day write the next midnight, not `23:59:59`. Left out: never.',
      zh: '结束时间（不含），须带时区：最后一天请写到次日零点；省略则不结束',
      example: '2026-12-01T00:00:00+08:00',
      synonyms: ['endtime', 'enddate', 'finishat', 'expireat', 'expiresat', 'expiretime'],
    }),
    page: field(anyObject().default({}), {
      en: 'The look and the texts of the page; sent to visitors as it is.',
      zh: '页面外观与文案，会原样下发',
      example: { subtitle: '天天有礼' },
      fields: pageFields,
    }),
  })
  .superRefine((data, context) => {
    if (data.is_check_zone && !data.zones?.length) {
      context.addIssue({ ...issueOf('no_zones'), path: ['zones'] });
    }
    if (data.starts_at !== undefined && data.ends_at !== undefined && data.ends_at <= data.starts_at) {
      context.addIssue({ ...issueOf('ends_before_start'), path: ['ends_at'] });
    }
  });

export type Phase = 'not_started' | 'running' | 'ended';

/** One activity, valid, and never changed: an edited file makes a new one. */
export interface Activity<Details = unknown> {
  readonly id: string;
  /** Names the kind that serves it. */
  readonly dispatch: string;
  readonly title: string;
  readonly loginRequired: boolean;
  /** Who may take part, by zone; `null` where the zone is not looked at. */
  readonly zones: ReadonlySet<string> | null;
  /** Milliseconds since the epoch. `endsAt` is exclusive. */
  readonly startsAt: number | null;
  readonly endsAt: number | null;
  readonly page: Readonly<Record<string, unknown>>;
  /** Everything of the file that visitors may see: all but `rules` and `$schema`. */
  readonly publicData: Readonly<Record<string, unknown>>;
  /** `rules` as the file has them; never to be sent. */
  readonly rulesAsWritten: unknown;
  /** What the activity's kind reads from the file. */
  readonly details: Details;
}

/** What anyone may see of an activity, also a visitor who is refused. Times are ISO 8601, as the file has them. */
export interface ActivitySummary {
  readonly activityId: string;
  readonly dispatch: string;
  readonly title: string;
  readonly page: Readonly<Record<string, unknown>>;
  readonly phase: Phase;
  readonly startsAt: string | null;
  readonly endsAt: string | null;
}

/** The shape of what each kind reads from the file beyond the common part, by the kind's name. */
export type DetailSchemas = ReadonlyMap<string, z.ZodType>;

export type ActivityReading =
  | { readonly ok: true; readonly activity: Activity }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Makes an activity of a parsed `data.json`, or says everything that is wrong with it. */
export function readActivity(id: string, data: unknown, kinds: DetailSchemas): ActivityReading {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) {
    return refused(fileProblem('not_an_object'));
  }
  const file = withOneSpellingOfDispatch(data as Record<string, unknown>);
  const common = commonSchema.safeParse(file, REPORT);
  const detailSchema = typeof file.dispatch === 'string' ? kinds.get(file.dispatch) : undefined;
  const details = detailSchema?.safeParse(file, REPORT);
  const problems = [
    ...(common.success ? [] : problemsOf(common.error.issues)),
    ...(!detailSchema && typeof file.dispatch === 'string' ? [unknownKind(kinds)] : []),
    ...(details && !details.success ? problemsOf(details.error.issues) : []),
  ];
  if (problems.length > 0 || !common.success || !details?.success) return refused(...problems);

  const { dispatch, title, is_login_user, is_check_zone, zones, starts_at, ends_at, page } = common.data;
  // `$schema` is for editors, and may name a path of the server.
  const { rules, $schema: _forEditors, ...visible } = file;
  return {
    ok: true,
    activity: {
      id,
      dispatch,
      title,
      loginRequired: is_login_user || is_check_zone,
      zones: is_check_zone ? new Set(zones) : null,
      startsAt: starts_at ?? null,
      endsAt: ends_at ?? null,
      page,
      publicData: { ...visible, ...(zones && { zones }), activity_id: id, dispatch },
      rulesAsWritten: rules,
      details: details.data,
    },
  };
}

/** @param now milliseconds since the epoch */
export function phaseAt(activity: Activity, now: number): Phase {
  if (activity.startsAt !== null && now < activity.startsAt) return 'not_started';
  if (activity.endsAt !== null && now >= activity.endsAt) return 'ended';
  return 'running';
}

/** Whether users of this zone may take part. `null`, no zone, may only where zones are not checked. */
export function admitsZone({ zones }: Activity, zoneId: string | null): boolean {
  return zones === null || (zoneId !== null && zones.has(zoneId));
}

export function summaryOf(activity: Activity, now: number): ActivitySummary {
  const { id, dispatch, title, page, publicData } = activity;
  return {
    activityId: id,
    dispatch,
    title,
    page,
    phase: phaseAt(activity, now),
    startsAt: (publicData.starts_at as string | undefined) ?? null,
    endsAt: (publicData.ends_at as string | undefined) ?? null,
  };
}

/* Files of the service before this one say `dispath`. */
function withOneSpellingOfDispatch(data: Record<string, unknown>): Record<string, unknown> {
  const { dispath, ...rest } = data;
  return dispath === undefined || rest.dispatch !== undefined ? rest : { ...rest, dispatch: dispath };
}

function unknownKind(kinds: DetailSchemas): Problem {
  return { code: 'unknown_kind', path: 'dispatch', params: { kinds: [...kinds.keys()].join(', ') } };
}

function refused(...problems: Problem[]): ActivityReading {
  return { ok: false, problems: boundedProblems(problems) };
}
