import { useDocumentVisibility, useIntervalFn } from '@vueuse/core';
import { computed, onScopeDispose, type Ref, ref, shallowRef, watch } from 'vue';
import type { LiveEvent, LiveState } from '../../../src/adapters/koa/console/contract/live.ts';
import { ApiError } from '../api/api-error.ts';
import { get } from '../api/client.ts';
import { reportSignedOut } from '../api/signals.ts';
import { lagOf } from './lag.ts';
import { readLive, type StreamEnd } from './live-stream.ts';

/** As many of the feed as are kept; older ones are in the history and in the lists. */
const MOST_EVENTS = 100;

/** Asks for the activity itself: the answer says why the stream was refused. */
async function whyRefused(activityId: string): Promise<StreamEnd | null> {
  try {
    await get(`/api/activities/${encodeURIComponent(activityId)}`);
    return null;
  } catch (error) {
    if (!(error instanceof ApiError)) return null;
    if (error.status === 401) return 'session';
    return error.status === 404 || error.status === 403 ? 'gone' : null;
  }
}

/** The live view of an activity, from when it is opened until its page is left. */
export function useLive(activityId: Ref<string>) {
  const state = shallowRef<LiveState | null>(null);
  /** The newest first. */
  const events = shallowRef<readonly LiveEvent[]>([]);
  const ended = ref<StreamEnd | null>(null);
  const receivedAt = ref<number | null>(null);
  const tick = ref(Date.now());
  const lag = computed(() => lagOf(state.value?.age ?? null, receivedAt.value, tick.value));

  const open = () =>
    readLive({
      url: `/api/activities/${encodeURIComponent(activityId.value)}/live`,
      open: (url) => new EventSource(url),
      onState: (next) => {
        state.value = next;
        receivedAt.value = tick.value = Date.now();
      },
      onEvent: (event) => {
        events.value = [event, ...events.value].slice(0, MOST_EVENTS);
      },
      onEnd: (reason) => {
        ended.value = reason;
        if (reason === 'session') reportSignedOut();
      },
      whyRefused: () => whyRefused(activityId.value),
      wait: (ms, then) => {
        const timer = setTimeout(then, ms);
        return () => clearTimeout(timer);
      },
    });

  let stream = open();
  watch(activityId, () => {
    stream.stop();
    [state.value, events.value, ended.value, receivedAt.value] = [null, [], null, null];
    stream = open();
  });
  // A phone that was in a pocket has lost its connection without knowing it.
  watch(useDocumentVisibility(), (visibility) => {
    if (visibility === 'visible' && lag.value?.where === 'page') stream.reconnect();
  });
  useIntervalFn(() => {
    tick.value = Date.now();
  }, 1000);
  onScopeDispose(() => stream.stop());

  return { state, events, ended, lag };
}
