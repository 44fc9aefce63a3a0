import { watchDebounced } from '@vueuse/core';
import { type ComputedRef, computed, type Ref, ref, type ShallowRef, shallowRef } from 'vue';
import type { PreviewOutput, PreviewState } from '../../../../src/adapters/koa/console/contract/previews.ts';
import { post } from '../../api/client.ts';
import type { DraftText } from '../draft/use-text.ts';

export interface Preview {
  readonly states: ComputedRef<readonly PreviewState[]>;
  /** The key of the state that is looked at. */
  readonly chosen: Ref<string>;
  /** Where the frame looks; `null`: nothing to be seen yet. */
  readonly source: ComputedRef<string | null>;
  /** The phone shows an older text: this one has errors. */
  readonly isBehind: ComputedRef<boolean>;
  readonly error: Readonly<ShallowRef<unknown>>;
  /** Loads the page anew: each load is a new visitor. */
  reload(): void;
}

export const keyOf = ({ kind, prize }: Pick<PreviewState, 'kind' | 'prize'>): string =>
  prize ? `${kind}:${prize.id}` : kind;

const PAUSE_MS = 450;

/** The page on the text as it is in the editor, saved or not. */
export function usePreview(id: string, { text, reading }: DraftText): Preview {
  const latest = shallowRef<PreviewOutput | null>(null);
  const good = shallowRef<PreviewOutput | null>(null);
  const error = shallowRef<unknown>(null);
  const chosen = ref('running');
  const turn = ref(0);
  let asked = 0;

  async function ask(): Promise<void> {
    if (text.value === '' || reading.value.kind === 'broken') return;
    asked += 1;
    const mine = asked;
    try {
      const answer = await post<PreviewOutput>(`/api/activities/${id}/preview`, { text: text.value });
      if (mine !== asked) return;
      latest.value = answer;
      error.value = null;
      if (answer.base !== null) good.value = answer;
    } catch (cause) {
      if (mine === asked) error.value = cause;
    }
  }
  watchDebounced(text, ask, { debounce: PAUSE_MS, immediate: true });

  const states = computed(() => good.value?.states ?? []);
  const shown = computed(
    () =>
      states.value.find((state) => keyOf(state) === chosen.value && state.path !== null) ??
      states.value.find(({ kind, path }) => kind === 'running' && path !== null) ??
      states.value.find(({ path }) => path !== null),
  );
  return {
    ...{ states, chosen, error },
    source: computed(() => {
      const { base } = good.value ?? { base: null };
      if (base === null || !shown.value?.path) return null;
      return `${base}${shown.value.path}${turn.value > 0 ? `#${turn.value}` : ''}`;
    }),
    isBehind: computed(
      () => reading.value.kind === 'broken' || (latest.value !== null && latest.value.base === null),
    ),
    reload() {
      turn.value += 1;
      void ask();
    },
  };
}
