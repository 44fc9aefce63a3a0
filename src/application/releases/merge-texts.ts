import { type MergeConflict, mergeJson } from '../../domain/releases/merge-json.ts';
import { jsonEdits } from '../../domain/shared/json-edits.ts';
import type { JsonTexts } from '../../domain/shared/json-texts.ts';

export interface MergedText {
  /** Both changes, written as mine is; where they conflict, mine. `null` where one of the two is no JSON. */
  readonly text: string | null;
  readonly conflicts: readonly MergeConflict[];
}

/** @param base what both began from; `null` where that is not known any more: then all that differs conflicts */
export function mergeTexts(texts: JsonTexts, base: string | null, mine: string, theirs: string): MergedText {
  if (mine === theirs || base === theirs) return { text: mine, conflicts: [] };
  if (base === mine) return { text: theirs, conflicts: [] };
  const [one, other] = [texts.parse(mine), texts.parse(theirs)];
  if (!one || !other) return { text: null, conflicts: [] };
  const before = base === null ? null : texts.parse(base);
  const { value, conflicts } = mergeJson(before?.value, one.value, other.value);
  return { text: texts.edited(mine, jsonEdits(one.value, value)), conflicts };
}
