import { type ComputedRef, computed, type ShallowRef, shallowRef } from 'vue';
import type { JsonObject } from '../text/json-path.ts';
import { readText, type TextReading } from '../text/read-text.ts';
import { TextHistory } from '../text/text-history.ts';

/** The text of a draft: the one truth that form, text and phone show, with its undo. */
export interface DraftText {
  readonly text: Readonly<ShallowRef<string>>;
  readonly reading: ComputedRef<TextReading>;
  /** As it was when it could be read last: what the form shows. */
  readonly data: Readonly<ShallowRef<JsonObject>>;
  readonly canUndo: Readonly<ShallowRef<boolean>>;
  readonly canRedo: Readonly<ShallowRef<boolean>>;
  /** Begins anew, without a past. */
  begin(text: string): void;
  /** @param by the field that is typed in: one step of undo for as long as one types */
  change(text: string, by?: string | null): void;
  undo(): void;
  redo(): void;
}

export function useText(): DraftText {
  let history = new TextHistory('');
  const text = shallowRef('');
  const data = shallowRef<JsonObject>({});
  const canUndo = shallowRef(false);
  const canRedo = shallowRef(false);
  const reading = computed(() => readText(text.value));

  function show(): void {
    text.value = history.text;
    canUndo.value = history.canUndo;
    canRedo.value = history.canRedo;
    if (reading.value.kind === 'object') data.value = reading.value.data;
  }

  return {
    ...{ text, reading, data, canUndo, canRedo },
    begin(next) {
      history = new TextHistory(next);
      show();
    },
    change(next, by = null) {
      history.push(next, by, Date.now());
      show();
    },
    undo() {
      history.undo();
      show();
    },
    redo() {
      history.redo();
      show();
    },
  };
}
