import { computed, onMounted, shallowRef, watch } from 'vue';
import type { Prize } from '../activity/activity-data.ts';
import { landedOn, type Place, placesOf, withPlaceFor } from './places.ts';
import type { StageOutcome, StageProps } from './stage.ts';
import { useReveal } from './use-reveal.ts';

/** How a stage moves over its places. */
export interface PlaceMotion {
  /** Moves until `land` or `rest`. */
  begin(): void;
  /** Comes to stay on this place; returns how long that takes in milliseconds. */
  land(place: number): number;
  /** Comes to rest: nothing was drawn. */
  rest(): void;
  /** Stands as it will at the end, at once. */
  finish(): void;
}

/**
 * A stage that moves over its places until the answer is here, and lands on one that shows it. Call it in a component's
 * setup.
 * @param listed the places of an activity's prizes
 * @param motionOf of the stage, given how many places there are
 * @param lookMs how long the landed place is seen before the result lies over it
 */
export function useLanding(
  props: StageProps,
  listed: (prizes: readonly Prize[]) => readonly Place[],
  motionOf: (count: () => number) => PlaceMotion,
  lookMs: number,
  onRevealed: () => void,
) {
  const drawn = shallowRef<StageOutcome | null>(null);
  /** The place's index, and what it shows: a prize's id, or `none`. */
  const landed = shallowRef<{ readonly index: number; readonly on: string } | null>(null);
  const places = computed(() => {
    const all = listed(props.prizes);
    return drawn.value === null ? all : withPlaceFor(all, drawn.value);
  });
  const motion = motionOf(() => places.value.length);
  let target = 0;
  let arrival: ReturnType<typeof setTimeout> | undefined;

  function arrive(): void {
    clearTimeout(arrival);
    if (drawn.value === null || landed.value !== null) return;
    motion.finish();
    landed.value = { index: target, on: landedOn(drawn.value) };
  }

  useReveal(
    props,
    () => {
      if (props.outcome === null) return 0;
      drawn.value = props.outcome;
      const all = placesOf(places.value, drawn.value);
      target = all[Math.floor(Math.random() * all.length)] ?? 0;
      const duration = motion.land(target);
      arrival = setTimeout(arrive, duration);
      return duration + lookMs;
    },
    () => {
      arrive();
      onRevealed();
    },
  );

  onMounted(() => {
    if (props.phase === 'drawing') motion.begin();
  });
  watch(
    () => props.phase,
    (phase, before) => {
      if (phase === 'drawing') {
        landed.value = null;
        motion.begin();
      } else if (phase === 'ready' && before === 'drawing') motion.rest();
    },
    { flush: 'post' },
  );

  return { places, landed };
}
