import { useDeviceMotion } from '@vueuse/core';
import { computed, onBeforeUnmount, ref, watch } from 'vue';
import { keptSwitch } from './kept.ts';
import { phoneStore } from './phone-store.ts';
import { shakeDetector } from './shake-detector.ts';

/**
 * Whether the phone's motion is listened to: `off` by the user's own switch; `ask`, the phone wants to be asked, from
 * a tap; `waiting` for the first reading; `listening`; `refused`; `no_sensor`, none that says anything.
 */
export type Shaking = 'off' | 'ask' | 'waiting' | 'listening' | 'refused' | 'no_sensor';

/* A sensor reports some ten to sixty times a second: one that says nothing in this time is not there. */
const FIRST_READING_MS = 1_000;

/** Calls `onShake` when the phone is shaken. To be used in a component's setup. */
export function useShaking(onShake: () => void) {
  const motion = useDeviceMotion();
  const kept = keptSwitch('motion', phoneStore);
  const wanted = ref(kept.isOn());
  const refused = ref(false);
  const waited = ref(false);
  const heard = ref(false);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isShake = shakeDetector();

  const mustAsk = computed(() => motion.requirePermissions.value && !motion.permissionGranted.value);
  const state = computed<Shaking>(() => {
    if (!wanted.value) return 'off';
    if (refused.value) return 'refused';
    if (heard.value) return 'listening';
    if (!motion.isSupported.value) return 'no_sensor';
    if (mustAsk.value) return 'ask';
    return waited.value ? 'no_sensor' : 'waiting';
  });

  // Every reading counts, so none may be skipped until the next time that Vue draws.
  watch(
    motion.accelerationIncludingGravity,
    (reading) => {
      if (!reading || [reading.x, reading.y, reading.z].every((axis) => axis === null)) return;
      heard.value = true;
      if (wanted.value && isShake(reading, performance.now())) onShake();
    },
    { flush: 'sync' },
  );

  watch(
    () => state.value === 'waiting',
    (waits) => {
      clearTimeout(timer);
      if (waits) timer = setTimeout(() => (waited.value = true), FIRST_READING_MS);
    },
    { immediate: true },
  );
  onBeforeUnmount(() => clearTimeout(timer));

  return {
    state,
    /** Asks for the sensor; only from a tap, for iOS answers no other. */
    async start(): Promise<void> {
      await motion.ensurePermissions();
      if (mustAsk.value) refused.value = true;
    },
    turn(on: boolean): void {
      wanted.value = on;
      kept.turn(on);
      isShake = shakeDetector();
    },
  };
}
