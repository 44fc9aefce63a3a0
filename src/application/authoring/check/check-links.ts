import type { Activity } from '../../../domain/activities/activity.ts';
import { excerpt, type Warn, type WarningCode } from './finding.ts';
import { inside } from './walk.ts';

/* Any page of the service: whether a link is followed does not depend on which. */
const PAGE = 'https://h5.example/cms-market/';

/* `www.example.com/a` and `https：//…` are read as paths beside the page. */
const HOST = /^(?:www\.|[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){0,5}\.(?:com|cn|net|org)(?:[/?#:]|$))/i;
const BROKEN_SCHEME = /^https?[^\w.-]/i;

/* A `javascript:` link may be a program. */
const SHOWN_CHARACTERS = 60;

/** Links that the page would not follow, or would follow to nowhere. */
export function checkLinks(activity: Activity, warn: Warn): void {
  for (const { field, link } of linksOf(activity)) {
    const code = linkMistake(link);
    if (code !== null)
      warn(field, code, { link: excerpt(link, SHOWN_CHARACTERS), example: withScheme(link) });
    else if (field === 'page.login_url' && activity.loginRequired && !link.includes('{return}')) {
      warn(field, 'login-without-return', {
        link: excerpt(link, SHOWN_CHARACTERS),
        example: withReturn(link),
      });
    }
  }
}

/** What is wrong with the link; `null` if the page follows it. */
export function linkMistake(link: string): WarningCode | null {
  if (HOST.test(link) || (BROKEN_SCHEME.test(link) && !/^https?:\/\//i.test(link))) return 'no-scheme';
  try {
    return /^https?:$/.test(new URL(link, PAGE).protocol) ? null : 'bad-link';
  } catch {
    return 'bad-link';
  }
}

/** The link as it was most likely meant. */
export function withScheme(link: string): string {
  return `https://${link.replace(/^https?[^\w.-]{1,4}/i, '')}`;
}

function linksOf({ publicData }: Activity): { field: string; link: string }[] {
  const entries = (list: string, key: string) => {
    const there = publicData[list];
    return Array.isArray(there) ? there.map((_, index) => `${list}.${index}.${key}`) : [];
  };
  const fields = [
    'page.login_url',
    'page.action.url',
    ...entries('prizes', 'claim_url'),
    ...entries('skus', 'url'),
  ];
  return fields.flatMap((field) => {
    const value = inside(publicData, field);
    const link = typeof value === 'string' ? value.trim() : '';
    return link === '' ? [] : [{ field, link }];
  });
}

/* As the last parameter, in front of a fragment. */
function withReturn(link: string): string {
  const [, address = '', fragment = ''] = /^([^#]*)(.*)$/s.exec(link) ?? [];
  if (address.endsWith('=')) return `${address}{return}${fragment}`;
  return `${address}${address.includes('?') ? '&' : '?'}return={return}${fragment}`;
}
