import { isoInTimezone, nextLocalDay } from '../../domain/shared/local-time.ts';
import type { AuthoringKind } from './authoring-kind.ts';

const TIMEZONE = 'Asia/Shanghai';
const DAY_MS = 24 * 60 * 60_000;
const LASTS_DAYS = 7;

/** The files that an activity begins with, by their path in its folder. */
export type StartingFiles = Readonly<Record<string, string>>;

/**
 * A valid, complete activity to begin with: it opens at the next midnight and lasts a week.
 * @param schema where the file finds its JSON Schema, for `$schema`
 * @param now milliseconds since the epoch
 */
export function startingActivity(
  { dispatch, authoring }: AuthoringKind,
  schema: string,
  now: number,
): StartingFiles {
  const starts = nextLocalDay(now, TIMEZONE);
  const common = {
    $schema: schema,
    dispatch,
    title: '',
    is_login_user: true,
    is_check_zone: false,
    starts_at: isoInTimezone(starts, TIMEZONE),
    ends_at: isoInTimezone(starts + LASTS_DAYS * DAY_MS, TIMEZONE),
  };
  const page = {
    banner: 'media/banner.svg',
    login_url: '/login?return={return}',
    contact: '客服电话 400-000-0000',
  };
  const data = { ...common, ...authoring.startingFields({ page, timezone: TIMEZONE }) };
  return { 'data.json': `${JSON.stringify(data, null, 2)}\n`, 'media/banner.svg': BANNER };
}

/* 750 × 420, as the page shows it. */
const BANNER = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 750 420">
  <rect width="750" height="420" fill="#c8102e"/>
  <circle cx="620" cy="60" r="180" fill="#ffffff" opacity="0.12"/>
  <circle cx="90" cy="380" r="140" fill="#ffffff" opacity="0.1"/>
  <g transform="translate(375 190)" fill="#ffd27a">
    <rect x="-80" y="-20" width="160" height="120" rx="10"/>
    <rect x="-95" y="-55" width="190" height="45" rx="10"/>
    <rect x="-14" y="-55" width="28" height="155" fill="#c8102e"/>
    <path d="M0-55c-45-5-65-30-50-50s50 0 50 50zM0-55c45-5 65-30 50-50s-50 0-50 50z" fill="none" stroke="#ffd27a" stroke-width="16"/>
  </g>
</svg>
`;
