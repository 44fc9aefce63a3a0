import type { Activity } from '../../../domain/activities/activity.ts';
import { mediaVersionsOf } from '../../../domain/activities/media-versions.ts';
import {
  hexColourOf,
  languageOf,
  type PageLanguage,
  type ThemeName,
  themeNameOf,
} from '../../../domain/activities/page-choices.ts';
import { shareImage } from './share-image.ts';

/** What the head of the page says of an activity: plain texts, not yet escaped. */
export interface PageHead {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly language: PageLanguage;
  /** `null`: that of the page as it was built. */
  readonly themeColor: string | null;
  readonly theme: ThemeName;
  /** An address or a path from the root. */
  readonly image: string | null;
}

/* Search engines and messengers show less. */
const MOST_CODE_POINTS = 200;

/* Controls, ends of lines, and signs that turn the direction of the text after them. */
const NOT_SHOWN = /[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu;

/** Of the page, whose author may have written anything: what is of no use is as if it were not there. */
export function pageHead({ id, title, page, release }: Activity, basePath: string): PageHead {
  const theme = recordOf(page.theme);
  const named = textOf(title);
  const imageOf = (link: unknown) => shareImage(link, id, basePath, mediaVersionsOf({ release }) ?? {});
  return {
    id,
    title: named,
    description: textOf(page.description) || textOf(page.subtitle) || named,
    language: languageOf(page.language),
    themeColor: hexColourOf(theme.background),
    theme: themeNameOf(theme),
    image: imageOf(page.share_image) ?? imageOf(page.banner),
  };
}

/** The text in one line of at most 200 code points; `''` if it is no text. */
function textOf(value: unknown): string {
  if (typeof value !== 'string') return '';
  // A code point has at most two units; white space at the ends may be removed.
  const line = value
    .slice(0, 4 * MOST_CODE_POINTS)
    .replace(NOT_SHOWN, ' ')
    .trim();
  const points = [...line];
  return points.length > MOST_CODE_POINTS ? `${points.slice(0, MOST_CODE_POINTS - 1).join('')}…` : line;
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
