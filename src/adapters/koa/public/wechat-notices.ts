import type { PageLanguage } from '../../../domain/activities/page-choices.ts';
import type { SmallPage } from './small-page.ts';
import { LOGIN_WORDS, type Notice } from './wechat-notice-words.ts';

export interface NoticeAddresses {
  /** Begins the login anew. */
  readonly login: string;
  /** Of the page that one came from. */
  readonly back: string;
  /** The same with its origin. */
  readonly whole: string;
}

const PATHS = {
  person: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM4.500 20c1-3.500 4-5 7.500-5s6.500 1.500 7.500 5',
  clock: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18ZM12 7.500V12l3 2',
  again: 'M20 12a8 8 0 1 1-2.500-5.800M20 3.500v4h-4',
  down: 'M12 4v15M6 13l6 6 6-6',
  bubble:
    'M12 4c5 0 8.500 3.200 8.500 7.200S17 18.500 12 18.500c-1 0-2-.1-2.900-.4L5 20l.9-3.300C4.400 15.400 3.500 13.500 3.500 11.200 3.500 7.200 7 4 12 4Z',
} as const;

const ICONS: Readonly<Record<Notice, string>> = {
  snapshot: PATHS.down,
  declined: PATHS.person,
  state_refused: PATHS.clock,
  code_refused: PATHS.again,
  away: PATHS.clock,
  outside: PATHS.bubble,
};

/** The page of a notice. */
export function noticePage(
  notice: Notice,
  language: PageLanguage,
  { login, back, whole }: NoticeAddresses,
): SmallPage {
  const { logInAgain, toActivity, notices } = LOGIN_WORDS[language];
  const again = { text: logInAgain, href: login };
  const home = { text: toActivity, href: back };
  const page = { language, ...notices[notice], icon: ICONS[notice] };
  switch (notice) {
    case 'outside':
      return { ...page, copied: whole, links: [home] };
    case 'state_refused':
      // Most who see it have gone back, and are logged in.
      return { ...page, links: [home, again] };
    default:
      return { ...page, links: [again, home] };
  }
}
