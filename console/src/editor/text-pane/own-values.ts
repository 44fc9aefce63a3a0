import type { Editor } from '../draft/editor.ts';
import { patternOf } from '../fields/field-names.ts';
import { prizeOptions } from '../fields/prize-options.ts';
import type { OwnValues } from '../text/completions-at.ts';

const PRIZE_IDS = ['rules.fallback', 'rules.guarantee.prize'];
const PICTURES = /(^|\.)(image|banner|stage_image|share_image)$/;

/** What the draft itself knows: its prizes by id, its pictures by path. */
export const ownValuesOf =
  ({ draftText, pictures }: Pick<Editor, 'draftText' | 'pictures'>): OwnValues =>
  (path) => {
    const pattern = patternOf(path);
    if (PRIZE_IDS.includes(pattern)) return prizeOptions(draftText.data.value).map(({ value }) => value);
    return PICTURES.test(pattern) ? pictures.value.map(({ name }) => `media/${name}`) : [];
  };
