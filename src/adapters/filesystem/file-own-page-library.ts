import type { MediaFile } from '../../domain/activities/media-library.ts';
import type { OwnPageLibrary } from '../../domain/activities/own-pages.ts';
import { type ActivityFolder, openActivityFile } from './open-activity-file.ts';

const TYPES: ReadonlyMap<string, string> = new Map([
  ['.html', 'text/html; charset=utf-8'],
  ['.css', 'text/css; charset=utf-8'],
  ['.js', 'text/javascript; charset=utf-8'],
  ['.mjs', 'text/javascript; charset=utf-8'],
  ['.json', 'application/json; charset=utf-8'],
  ['.map', 'application/json; charset=utf-8'],
  ['.txt', 'text/plain; charset=utf-8'],
  ['.wasm', 'application/wasm'],
  ['.svg', 'image/svg+xml'],
  ['.png', 'image/png'],
  ['.jpg', 'image/jpeg'],
  ['.webp', 'image/webp'],
  ['.gif', 'image/gif'],
  ['.avif', 'image/avif'],
  ['.ico', 'image/x-icon'],
  ['.mp3', 'audio/mpeg'],
  ['.mp4', 'video/mp4'],
  ['.woff2', 'font/woff2'],
]);

const DEEPEST = 8;
const LONGEST_PATH = 512;

/** A name that is not hidden, with the characters that bundlers write: `app-Ab12Cd34.js`, `_plugin-vue.js`, `[id].js`. */
const name = /^[\p{L}\p{N}_@~+()[\]-][\p{L}\p{N}\p{M}_@~+()[\]\-. ]{0,127}$/u;

const PAGE: ActivityFolder = {
  name: 'page',
  types: TYPES,
  mostBytes: 16 * 1024 * 1024,
  admits: isPath,
  // A link must not lead to the `data.json` beside the folder, which has the rules.
  mayShare: false,
};

/** The files in `<dir>/<activity_id>/page/`, with sub-folders. */
export class FileOwnPageLibrary implements OwnPageLibrary {
  readonly #dir: string;

  constructor(dir: string) {
    this.#dir = dir;
  }

  open(activityId: string, path: string): Promise<MediaFile | undefined> {
    return openActivityFile(this.#dir, PAGE, activityId, path);
  }
}

function isPath(path: string): boolean {
  if (path.length > LONGEST_PATH) return false;
  const names = path.split('/');
  return names.length <= DEEPEST && names.every((each) => name.test(each));
}
