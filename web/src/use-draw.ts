import { computed, onBeforeUnmount, onMounted, ref, shallowRef } from 'vue';
import { endpointOf, type PageAddress } from './address.ts';
import { type Answer, fetchDraw } from './api.ts';
import { type DrawResult, drawResultOf, pauseBefore } from './draw.ts';
import { pendingDraw } from './pending-draw.ts';
import { phoneStore } from './phone-store.ts';

export type Shown = Extract<DrawResult, { kind: 'won' | 'not_won' }>;

/** `confirming`: the server has not said, or not yet, what came of the draw. */
export type DrawPhase = 'ready' | 'drawing' | 'confirming';

/* So long the phone shakes at least: a result that is there at once is believed by nobody. */
const SUSPENSE_MS = 1_200;

export interface DrawEvents {
  readonly began: () => void;
  readonly drawn: (result: Shown) => void;
  readonly refused: (answer: Extract<Answer, { kind: 'answered' }>) => void;
}

/**
 * One draw at a time, each under a key of its own that is kept until its answer is known, also over a reload. To be
 * used in a component's setup.
 */
export function useDraw(address: PageAddress, uid: string, events: DrawEvents) {
  const pending = pendingDraw(address.activityId, uid, phoneStore);
  const phase = ref<DrawPhase>('ready');
  const crowded = ref(false);
  const shown = shallowRef<Shown | null>(null);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let gone = false;

  /** Asks under one key until the answer is known. */
  async function ask(key: string, attempt: number, suspense: Promise<unknown>): Promise<void> {
    const { activityId, token, clean } = address;
    const question = { endpoint: endpointOf(clean, 'shake/draw'), activityId, token };
    const answer = await fetchDraw(question, key);
    const result = drawResultOf(answer);
    if (gone) return;
    if (result.kind === 'unknown') {
      phase.value = 'confirming';
      crowded.value = answer.kind === 'answered';
      const asked = answer.kind === 'answered' ? answer.retryAfterMs : 0;
      timer = setTimeout(() => void ask(key, attempt + 1, suspense), Math.max(pauseBefore(attempt), asked));
      return;
    }
    // A timer and not the end of an animation: one that never ran never ends.
    await suspense;
    if (gone) return;
    phase.value = 'ready';
    if (result.kind === 'refused') {
      if (result.settled) pending.settle();
      events.refused(result.answer);
      return;
    }
    pending.settle();
    shown.value = result;
    events.drawn(result);
  }

  /* A draw whose answer the last page did not live to see. */
  onMounted(() => {
    const key = pending.current();
    if (key === null) return;
    phase.value = 'confirming';
    void ask(key, 1, Promise.resolve());
  });
  onBeforeUnmount(() => {
    gone = true;
    clearTimeout(timer);
  });

  return {
    phase,
    shown,
    busy: computed(() => phase.value !== 'ready' || shown.value !== null),
    /** Whether the server is reached, but has too much to do. */
    crowded,
    /** Nothing while a draw runs or its result is shown, so a second tap or shake draws nothing. */
    draw(): void {
      if (phase.value !== 'ready' || shown.value !== null) return;
      phase.value = 'drawing';
      crowded.value = false;
      events.began();
      void ask(pending.begin(), 1, new Promise((resolve) => setTimeout(resolve, SUSPENSE_MS)));
    },
    close(): void {
      shown.value = null;
    },
  };
}
