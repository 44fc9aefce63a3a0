import { computed, ref, watch } from 'vue';
import { isCalm } from '../phone/calm.ts';
import type { StageProps } from './stage.ts';
import { useReveal } from './use-reveal.ts';

/* With reduced motion the picture of the end only fades in. */
const FADE_MS = 500;

/** The prize that a stage has come to rest on, `none` if nothing was won; `undefined` before it has come to rest. */
export function landedOn(props: StageProps, landed: boolean): string | undefined {
  if (!landed || props.outcome === null) return undefined;
  return props.outcome.kind === 'won' ? props.outcome.prizeId : 'none';
}

/**
 * What the stages that open something have in common. Their styles draw the open state as it stands at the end, and their
 * animations lead to it, so that the end can be cut short by removing the animations. Call it in a component's setup.
 * @param revealMs how long the animations take
 */
export function useSkin(props: StageProps, revealMs: number, revealed: () => void) {
  const landed = ref(props.phase === 'shown');
  const fresh = ref(0);

  useReveal(
    props,
    () => (isCalm() ? FADE_MS : revealMs),
    () => {
      landed.value = true;
      revealed();
    },
  );
  watch(
    () => props.phase,
    (phase) => {
      landed.value = phase === 'shown';
      if (phase === 'ready') fresh.value += 1;
    },
  );

  return {
    /** Grows with each fresh one: the key of what is drawn anew. */
    fresh,
    /** The motion has ended, or was cut short. */
    landed,
    open: computed(() => props.outcome !== null && (props.phase === 'revealing' || props.phase === 'shown')),
    landedOn: computed(() => landedOn(props, landed.value)),
  };
}
