import { patternOf } from '../fields/field-names.ts';
import type { JsonPath } from '../text/json-path.ts';

/** What a picture is cut to where it is shown. */
export interface Place {
  /** Width by height. */
  readonly shape: number;
  /** In pixels: twice what phones show. */
  readonly width: number;
}

const SQUARE: Place = { shape: 1, width: 600 };
const BANNER: Place = { shape: 750 / 420, width: 1500 };

/** Returns what a picture at this path is cut to. */
export const placeOf = (path: JsonPath): Place => (patternOf(path) === 'page.banner' ? BANNER : SQUARE);

/** Returns a name for the file: that of the place, or of the prize that it shows. */
export function pictureNameFor(path: JsonPath, owner: string): string {
  const name = owner.replace(/[^A-Za-z0-9_-]+/g, '-').replace(/^-+|-+$/g, '');
  return name || String(path.at(-1) ?? 'picture');
}
