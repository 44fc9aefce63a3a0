import type { ServedFile } from './served-file.ts';

/** The built pages, in memory. */
export interface PageFiles {
  /** The page of visitors. */
  readonly index: ServedFile;
  /** The page of staff at a counter. */
  readonly counter: ServedFile;
  /** `cms-market/client`, for pages of one's own that have no build. */
  readonly client: ServedFile;
  /** A file of the pages' `assets` folder, by its content-hashed name; `undefined` if there is none. */
  asset(name: string): ServedFile | undefined;
  /**
   * What a browser needs for a part of the page of visitors that is loaded later, beyond what `index` loads.
   * @param source the end of the path of the part's source, such as `stages/wheel/WheelStage.vue`
   * @returns nothing for a part that was not built
   */
  part(source: string): PagePart;
}

/** Paths beside the page, such as `assets/WheelStage-Ab12Cd34.js`. */
export interface PagePart {
  readonly scripts: readonly string[];
  readonly styles: readonly string[];
}
