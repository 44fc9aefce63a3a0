import { computed, onBeforeUnmount, onMounted, ref, shallowRef } from 'vue';
import { endpointOf, type PageAddress } from '../activity/address.ts';
import { type Answer, fetchDraw } from '../client/api.ts';
import { type DrawResult, drawResultOf, pauseBefore } from '../client/draw.ts';
import { pendingDraw } from '../client/pending-draw.ts';
import { phoneStore } from '../client/phone-store.ts';

export type Shown = Extract<DrawResult, { kind: 'won' | 'not_won' }>;

/** `confirming`: the result of the draw is not known yet. */
export type DrawPhase = 'ready' | 'drawing' | 'confirming';

/* The minimum time of the animation: users do not trust a result without a delay. */
const SUSPENSE_MS = 1_200;

export interface DrawEvents {
  readonly began: () => void;
  readonly drawn: (result: Shown) => void;
  readonly refused: (answer: Extract<Answer, { kind: 'answered' }>) => void;
}

/**
 * One draw at a time, each with its own key, which is stored until its answer is known, also over a reload. Call it in
 * a component's setup.
 */
export function useDraw(address: PageAddress, uid: string, events: DrawEvents) {
  const pending = pendingDraw(address.activityId, uid, phoneStore);
  const phase = ref<DrawPhase>('ready');
  const crowded = ref(false);
  const shown = shallowRef<Shown | null>(null);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let gone = false;

  /** Sends the draw with one key until the answer is known. */
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
    // A timer, not the `animationend` event: an animation that did not run sends no event.
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

  /* A draw whose answer had not arrived when the last page was closed. */
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
    /** Whether the server answers that it is busy. */
    crowded,
    /** Does nothing while a draw runs or its result is shown, so that a second tap or shake makes no draw. */
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
