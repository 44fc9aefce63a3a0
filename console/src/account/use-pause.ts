import { useIntervalFn } from '@vueuse/core';
import { type Ref, ref } from 'vue';

/** Counts down the seconds for which the service refuses further tries. */
export function usePause(): { readonly left: Ref<number>; begin(seconds: number): void } {
  const left = ref(0);
  let ends = 0;
  const tick = () => {
    left.value = Math.max(0, Math.ceil((ends - Date.now()) / 1000));
    if (left.value === 0) pause();
  };
  const { pause, resume } = useIntervalFn(tick, 250, { immediate: false });
  return {
    left,
    begin(seconds) {
      ends = Date.now() + seconds * 1000;
      tick();
      resume();
    },
  };
}
