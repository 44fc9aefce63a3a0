import { useDeviceMotion } from '@vueuse/core';
import { computed, onBeforeUnmount, ref, watch } from 'vue';
import { keptSwitch } from './kept.ts';
import { phoneStore } from './phone-store.ts';
import { shakeDetector } from './shake-detector.ts';

/**
 * The state of the motion sensor: `off`, turned off by the user; `ask`, the phone needs a permission, from a tap;
 * `waiting` for the first reading; `listening`; `refused`; `no_sensor`, no sensor or no readings.
 */
export type Shaking = 'off' | 'ask' | 'waiting' | 'listening' | 'refused' | 'no_sensor';

/* A sensor reports 10 to 60 times per second. Without a reading in this time there is no sensor. */
const FIRST_READING_MS = 1_000;

/** Calls `onShake` when the phone is shaken. Call it in a component's setup. */
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

  // Runs for every reading, not only once per render of Vue.
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
    /** Asks for the sensor. Call it from a tap: iOS accepts no other call. */
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
