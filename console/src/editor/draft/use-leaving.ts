import { useEventListener } from '@vueuse/core';
import { type Ref, ref } from 'vue';
import { onBeforeRouteLeave } from 'vue-router';
import type { Saving } from './use-saving.ts';

export interface Leaving {
  /** Whether it is being asked if what could not be saved may be lost. */
  readonly isAsking: Ref<boolean>;
  answer(leave: boolean): void;
}

/** Saves before the page is left; asks where that fails. */
export function useLeaving({ state, flush }: Saving): Leaving {
  const isAsking = ref(false);
  let decide: (leave: boolean) => void = () => {};

  useEventListener(window, 'beforeunload', (event) => {
    if (state.value.kind !== 'saved') event.preventDefault();
  });
  onBeforeRouteLeave(async () => {
    if (await flush()) return true;
    isAsking.value = true;
    return new Promise<boolean>((resolve) => {
      decide = resolve;
    });
  });
  return {
    isAsking,
    answer(leave) {
      isAsking.value = false;
      decide(leave);
    },
  };
}
