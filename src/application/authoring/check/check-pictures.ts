import type { Activity } from '../../../domain/activities/activity.ts';
import { type MediaLibrary, mediaEndings } from '../../../domain/activities/media-library.ts';
import { mediaName, OWN_MEDIA } from '../../../domain/activities/media-path.ts';
import {
  MOST_PICTURE_BYTES,
  MOST_PICTURES,
  MOST_PICTURES_BYTES,
} from '../../../domain/releases/release-pictures.ts';
import { linkMistake, withScheme } from './check-links.ts';
import { excerpt, type Warn } from './finding.ts';
import { walk } from './walk.ts';

/* Where the page shows a picture. */
const PICTURE = /^(?:page\.(?:banner|stage_image|share_image)|(?:prizes|skus)\.\d+\.image)$/;

/* What the service, or what stands beside it, may have: paths from the root, up, or into a front end of its own. */
const ELSEWHERE = /^(?:[/?#]|\.\.\/|p\/|assets\/)/;

const SCHEME = /^[a-z][a-z0-9+.-]*:/i;

/* A `data:` link holds the whole picture. */
const SHOWN_CHARACTERS = 40;

/** Pictures that are named and would not be seen. */
export async function checkPictures(
  { id, publicData }: Activity,
  media: Pick<MediaLibrary, 'lengthOf' | 'names'>,
  warn: Warn,
): Promise<void> {
  // A file may name very many pictures, and the folder may have as many: it is listed once for all, and indexed.
  const names = new Set(await media.names(id));
  const shown = [...names].filter(isShown);
  const near = [plainName, lowerCase, stemOf].map((alike) => ({ alike, first: firstBy(alike, shown) }));
  /** Bytes of those that are small enough to be kept with a release. */
  const kept = new Map<string, number>();
  for (const { field, value } of walk(publicData)) {
    if (typeof value !== 'string') continue;
    const path = value.trim();
    if (path.startsWith(OWN_MEDIA)) await checkOwn(field, path);
    else if (path !== '' && PICTURE.test(field)) checkOther(field, path);
  }
  const bytes = [...kept.values()].reduce((sum, each) => sum + each, 0);
  if (kept.size > MOST_PICTURES || bytes > MOST_PICTURES_BYTES) {
    warn('', 'many-pictures', {
      ...{ count: String(kept.size), mebibytes: mebibytes(bytes) },
      ...{ most: String(MOST_PICTURES), mostMebibytes: mebibytes(MOST_PICTURES_BYTES) },
    });
  }

  async function checkOwn(field: string, path: string): Promise<void> {
    const name = mediaName(path);
    const length = kept.get(name) ?? (names.has(name) ? await media.lengthOf(id, name) : undefined);
    if (length !== undefined) {
      if (length <= MOST_PICTURE_BYTES) kept.set(name, length);
      else {
        const most = mebibytes(MOST_PICTURE_BYTES);
        warn(field, 'large-picture', { name: path, mebibytes: mebibytes(length), most });
      }
      return;
    }
    // One level, and nothing after the name.
    const file =
      name
        .replace(/[?#].*$/s, '')
        .split('/')
        .at(-1) ?? '';
    const nearest = nearestOf(file);
    if (nearest !== null) warn(field, 'no-media', { name: path, near: OWN_MEDIA + nearest });
    else if (isShown(file)) warn(field, 'no-media', { name: path, place: OWN_MEDIA + file });
    else warn(field, 'media-type', { name: path, ending: endingOf(file) });
  }

  function checkOther(field: string, path: string): void {
    if (linkMistake(path) === 'no-scheme') {
      warn(field, 'no-scheme', { link: path, example: withScheme(path) });
    } else if (SCHEME.test(path)) {
      if (!/^https:/i.test(path)) warn(field, 'bad-picture', { link: excerpt(path, SHOWN_CHARACTERS) });
    } else if (!ELSEWHERE.test(path)) {
      const name = path.split('/').at(-1) ?? path;
      const nearest = nearestOf(name);
      warn(field, 'bare-picture', {
        name: path,
        own: OWN_MEDIA + (nearest ?? name),
        there: nearest === null ? '' : 'yes',
      });
    }
  }

  function nearestOf(name: string): string | null {
    for (const { alike, first } of near) {
      const found = first.get(alike(name));
      if (found !== undefined) return found;
    }
    return null;
  }
}

/* Rounded up: what is over a limit must not look as if it kept to it. */
function mebibytes(bytes: number): string {
  return String(Math.ceil((bytes / (1024 * 1024)) * 10) / 10);
}

/* The first of the names that are alike, by what they have in common. */
function firstBy(alike: (name: string) => string, names: readonly string[]): ReadonlyMap<string, string> {
  return new Map(names.map((name) => [alike(name), name] as const).reverse());
}

function plainName(name: string): string {
  return name;
}

/* Other capitals are another name on the servers, and none on many a laptop. */
function lowerCase(name: string): string {
  return name.toLowerCase();
}

function isShown(name: string): boolean {
  return mediaEndings.some((ending) => ending === endingOf(name));
}

function endingOf(name: string): string {
  return /\.([^.]*)$/.exec(name)?.[1]?.toLowerCase() ?? '';
}

/* `Banner-1.PNG` and `banner_1.svg` are most likely one. */
function stemOf(name: string): string {
  return name
    .replace(/\.[^.]*$/, '')
    .toLowerCase()
    .replace(/[\s_-]/g, '');
}
