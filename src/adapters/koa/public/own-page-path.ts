import { OWN_PAGE_INDEX } from '../../../domain/activities/own-pages.ts';

const FIVE_MINUTES = 'public, max-age=300';
const FOR_EVER = 'public, max-age=31536000, immutable';

/**
 * The path of a file in the folder of a page, from what stands behind `/p/<id>/` in an address.
 * @returns `undefined` where a name is not what it seems: it has an escaped slash, or cannot be decoded
 */
export function ownPagePath(rest: string): string | undefined {
  if (rest === '') return OWN_PAGE_INDEX;
  const names: string[] = [];
  for (const part of rest.split('/')) {
    const name = decoded(part);
    if (name === '' || /[/\\\p{Cc}]/u.test(name)) return undefined;
    names.push(name);
  }
  return names.join('/');
}

/** How long browsers keep a file. The address of a page stays the same when its files change. */
export function keptFor(path: string): string {
  if (path.toLowerCase().endsWith('.html')) return 'no-cache';
  return hasHash(path) ? FOR_EVER : FIVE_MINUTES;
}

/*
 * As bundlers name files by their content: 8 characters of Vite, Rollup or esbuild, or a hexadecimal number of 8 or more. A
 * name such as `main-Poster02` looks alike, so a capital is needed, and a letter after a digit. A hash that is
 * not recognised costs a question every five minutes; a name that is taken for one would stay for a year.
 */
const BASE64_HASH = /[-.](?=[^.]*[A-Z])(?=[^.]*\d[^.]*[A-Za-z])[A-Za-z0-9_-]{8}\.\w+(\.map)?$/;
const HEX_HASH = /[-.](?=[^.]*\d)(?=[^.]*[a-f])[0-9a-f]{8,64}\.\w+(\.map)?$/;

function hasHash(path: string): boolean {
  return BASE64_HASH.test(path) || HEX_HASH.test(path);
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return '';
  }
}
