import { type ComputedRef, computed, type InjectionKey, inject } from 'vue';
import type { KindJson } from '../../../../src/adapters/koa/console/contract/activities.ts';
import type { PictureJson } from '../../../../src/adapters/koa/console/contract/drafts.ts';
import type { FindingJson } from '../../../../src/adapters/koa/console/contract/words.ts';
import { pathOfField } from '../text/field-path.ts';
import { type JsonPath, pathKey } from '../text/json-path.ts';
import type { Schema } from '../text/schema-at.ts';
import { removeAt, setAt } from '../text/text-edits.ts';
import type { Saving } from './use-saving.ts';
import type { DraftText } from './use-text.ts';

/** A finding with the place in the text that it is about. */
export interface PlacedFinding extends FindingJson {
  readonly path: JsonPath;
}

/** What the parts of the editor share: one draft. */
export interface Editor {
  readonly id: string;
  readonly draftText: DraftText;
  readonly saving: Saving;
  readonly kind: ComputedRef<KindJson | undefined>;
  readonly schema: ComputedRef<Schema>;
  readonly findings: ComputedRef<readonly PlacedFinding[]>;
  readonly pictures: ComputedRef<readonly PictureJson[]>;
  /** The form shows the text, and changes nothing: for lack of permission, or because the text cannot be read. */
  readonly isReadonly: ComputedRef<boolean>;
  /** Writes a value into the text; `undefined` takes it away. */
  set(path: JsonPath, value: unknown): void;
  /** Several edits as one step of undo. */
  edit(change: (text: string) => string): void;
  /** Those about this value or, with `inside`, about anything in it. */
  findingsAt(path: JsonPath, inside?: boolean): readonly PlacedFinding[];
}

export const EDITOR: InjectionKey<Editor> = Symbol('editor');

export function useEditor(): Editor {
  const editor = inject(EDITOR);
  if (!editor) throw new Error('not inside of an editor');
  return editor;
}

type Parts = Pick<Editor, 'id' | 'draftText' | 'saving' | 'kind'> & {
  readonly mayEdit: ComputedRef<boolean>;
};

export function createEditor({ id, draftText, saving, kind, mayEdit }: Parts): Editor {
  const findings = computed(() =>
    (saving.draft.value?.findings ?? []).map((finding) => ({
      ...finding,
      path: pathOfField(draftText.data.value, finding.field),
    })),
  );
  const isReadonly = computed(() => !mayEdit.value || draftText.reading.value.kind === 'broken');
  return {
    ...{ id, draftText, saving, kind, findings, isReadonly },
    schema: computed(() => (kind.value?.schema ?? {}) as Schema),
    pictures: computed(() => saving.draft.value?.pictures ?? []),
    set(path, value) {
      if (isReadonly.value) return;
      const { text } = draftText;
      const next = value === undefined ? removeAt(text.value, path) : setAt(text.value, path, value);
      draftText.change(next, pathKey(path));
    },
    edit(change) {
      if (!isReadonly.value) draftText.change(change(draftText.text.value));
    },
    findingsAt: (path, inside = false) =>
      findings.value.filter(
        ({ path: at }) =>
          (inside ? at.length >= path.length : at.length === path.length) &&
          path.every((key, index) => at[index] === key),
      ),
  };
}
