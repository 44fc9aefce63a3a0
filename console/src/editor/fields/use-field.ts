import { type ComputedRef, computed, useId } from 'vue';
import { useI18n } from 'vue-i18n';
import { language } from '../../i18n/language.ts';
import { type PlacedFinding, useEditor } from '../draft/editor.ts';
import { type JsonPath, valueAt } from '../text/json-path.ts';
import { fieldFor, labelKey, patternOf } from './field-names.ts';
import { HINTED } from './hinted.ts';

export interface FieldHandle {
  readonly id: string;
  readonly hintId: string;
  readonly value: ComputedRef<unknown>;
  readonly label: ComputedRef<string>;
  /** What it is for; empty where the label says it. */
  readonly hint: ComputedRef<string>;
  readonly example: ComputedRef<string>;
  readonly choices: ComputedRef<readonly unknown[] | undefined>;
  readonly findings: ComputedRef<readonly PlacedFinding[]>;
  readonly isWrong: ComputedRef<boolean>;
  readonly isReadonly: ComputedRef<boolean>;
  set(value: unknown): void;
}

/** A value of the text as a field of the form. */
export function useField(path: () => JsonPath): FieldHandle {
  const editor = useEditor();
  const { t, te } = useI18n();
  const id = useId();
  const field = computed(() => fieldFor(editor.kind.value?.fields ?? [], path()));
  const description = computed(() => (field.value?.[language.value] ?? '').replaceAll('`', ''));
  const label = computed(() => {
    const key = `editor.label.${labelKey(path())}`;
    return te(key) ? t(key) : description.value || String(path().at(-1) ?? '');
  });
  const findings = computed(() => editor.findingsAt(path()));
  return {
    ...{ id, label, findings, isReadonly: editor.isReadonly },
    hintId: `${id}-hint`,
    value: computed(() => valueAt(editor.draftText.data.value, path())),
    hint: computed(() => {
      const key = `editor.hint.${labelKey(path())}`;
      if (te(key)) return t(key);
      return HINTED.has(patternOf(path())) ? description.value : '';
    }),
    example: computed(() => {
      const example = field.value?.example;
      return typeof example === 'string' || typeof example === 'number' ? String(example) : '';
    }),
    choices: computed(() => field.value?.choices),
    isWrong: computed(() => findings.value.some(({ severity }) => severity === 'error')),
    set: (value) => editor.set(path(), value),
  };
}
