import { z } from 'zod';
import { anyObject, listOf, readPlainly } from '../shared/bounded.ts';
import { field } from '../shared/field.ts';
import { instant } from '../shared/instant.ts';
import { issueOf } from '../shared/issue.ts';
import { textOrNumber } from '../shared/text-or-number.ts';
import { pageFields } from './page-fields.ts';

const LONGEST_ZONE = 64;

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

/** The fields that all kinds share. */
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
