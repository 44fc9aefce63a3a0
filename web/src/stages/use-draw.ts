import { computed, onBeforeUnmount, onMounted, ref, shallowRef } from 'vue';
import { endpointOf, type PageAddress } from '../activity/address.ts';
import { takeProof } from '../activity/proof.ts';
import type { Answer } from '../client/api.ts';
import { drawUntilKnown, type Shown } from '../client/draw-until-known.ts';
import { pendingDraw } from '../client/pending-draw.ts';
import { phoneStore } from '../phone/phone-store.ts';

/** `confirming`: the result of the draw is not known yet. `revealing`: it is, and the stage comes to its end. */
export type DrawPhase = 'ready' | 'drawing' | 'confirming' | 'revealing' | 'shown';

/* The minimum time of the tension: users do not trust a result without a delay. */
const SUSPENSE_MS = 1_500;

/* A stage that does not come to its end, such as one that could not be loaded, must not keep a win back. */
const LONGEST_REVEAL_MS = 12_000;

/* Of a stage that is hurried; enough to take its final pose. */
const LONGEST_HURRY_MS = 600;

export interface DrawEvents {
  readonly began: () => void;
  /** The answer is here; the stage begins to reveal it. */
  readonly known: (result: Shown) => void;
  /** The result lies before the visitor. */
  readonly drawn: (result: Shown) => void;
  readonly refused: (answer: Extract<Answer, { kind: 'answered' }>) => void;
}

/**
 * One draw at a time, each with its own key, which is stored until its result has been shown, also over a reload. Call it
 * in a component's setup.
 */
export function useDraw(address: PageAddress, uid: string, events: DrawEvents) {
  const pending = pendingDraw(address.activityId, uid, phoneStore);
  const phase = ref<DrawPhase>('ready');
  const crowded = ref(false);
  const result = shallowRef<Shown | null>(null);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const left = new AbortController();

  /** Sends the draw with one key until the answer is known. */
  async function ask(key: string, suspense: Promise<unknown>): Promise<void> {
    const proof = takeProof(address);
    const { activityId, token, channel, clean } = address;
    const question = { endpoint: endpointOf(clean, 'shake/draw'), activityId, token, channel };
    const known = await drawUntilKnown(question, key, {
      proof,
      signal: left.signal,
      onUnsure(isCrowded) {
        phase.value = 'confirming';
        crowded.value = isCrowded;
      },
    });
    await suspense;
    if (left.signal.aborted) return;
    if (known.kind === 'refused') {
      phase.value = 'ready';
      if (known.settled) pending.settle();
      events.refused(known.answer);
      return;
    }
    result.value = known;
    phase.value = 'revealing';
    timer = setTimeout(show, LONGEST_REVEAL_MS);
    events.known(known);
  }

  /** The stage has come to its end. */
  function show(): void {
    if (phase.value !== 'revealing' || result.value === null) return;
    clearTimeout(timer);
    // Not before: a page that is closed while the stage still turns shows the result when it is opened again.
    pending.settle();
    phase.value = 'shown';
    events.drawn(result.value);
  }

  /* A draw whose result had not been shown when the last page was closed. */
  onMounted(() => {
    const key = pending.current();
    if (key === null) return;
    phase.value = 'confirming';
    void ask(key, Promise.resolve());
  });
  onBeforeUnmount(() => {
    left.abort();
    clearTimeout(timer);
  });

  const hurried = ref(false);

  return {
    phase,
    /** The stage shall come to its end at once. */
    hurried,
    /** From `revealing` on. */
    result,
    /** The result lies over the page. */
    shown: computed(() => (phase.value === 'shown' ? result.value : null)),
    /** Whether the server answers that it is busy. */
    crowded,
    /** Does nothing while a draw runs or its result is shown, so that a second tap or shake makes no draw. */
    draw(): void {
      if (phase.value !== 'ready') return;
      phase.value = 'drawing';
      crowded.value = false;
      hurried.value = false;
      events.began();
      void ask(pending.begin(), new Promise((resolve) => setTimeout(resolve, SUSPENSE_MS)));
    },
    show,
    /** The visitor does not want to wait for the end of the motion. */
    hurry(): void {
      if (phase.value !== 'revealing') return;
      hurried.value = true;
      clearTimeout(timer);
      timer = setTimeout(show, LONGEST_HURRY_MS);
    },
    close(): void {
      result.value = null;
      phase.value = 'ready';
    },
  };
}
