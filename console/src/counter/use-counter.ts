import { useQueryClient } from '@tanstack/vue-query';
import { type ComputedRef, computed, shallowRef } from 'vue';
import type {
  CounterLookView,
  CounterRedeemView,
  CounterWinView,
} from '../../../src/adapters/koa/console/contract/counter.ts';
import { isAway } from '../api/api-error.ts';
import { post } from '../api/client.ts';
import { place } from './place.ts';

/** What stands on the counter: nothing, a win in some state, or a failure. */
export type CounterState =
  | { readonly kind: 'empty' }
  | { readonly kind: 'looking' }
  | { readonly kind: 'refused'; readonly error: unknown }
  | {
      readonly kind: 'ready' | 'redeeming' | 'unsure' | 'done' | 'already' | 'not_open';
      readonly win: CounterWinView;
    };

/* How long to wait before each repeat of a redemption whose answer was lost. */
const REPEATS_MS = [600, 1500, 3000];

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Looks a code up and redeems it once, also where an answer is lost: all repeats have the same request id. */
export function useCounter(): {
  readonly state: ComputedRef<CounterState>;
  look(code: string): Promise<void>;
  redeem(): Promise<void>;
  clear(): void;
} {
  const queries = useQueryClient();
  const state = shallowRef<CounterState>({ kind: 'empty' });
  let code = '';
  let requestId = '';

  async function look(text: string): Promise<void> {
    code = text;
    requestId = crypto.randomUUID();
    state.value = { kind: 'looking' };
    try {
      const { win } = await post<CounterLookView>('/api/counter/look', { code });
      if (win.redemption) state.value = { kind: 'already', win };
      else state.value = { kind: win.state === 'ready' ? 'ready' : 'not_open', win };
    } catch (error) {
      state.value = { kind: 'refused', error };
    }
  }

  async function redeem(): Promise<void> {
    const { value } = state;
    if (!('win' in value)) return;
    state.value = { kind: 'redeeming', win: value.win };
    for (const wait of [...REPEATS_MS, null]) {
      try {
        const input = { code, request_id: requestId, ...(place.value && { place: place.value }) };
        const { redeemed, win } = await post<CounterRedeemView>('/api/counter/redeem', input);
        state.value = { kind: redeemed ? 'done' : 'already', win };
        return void queries.invalidateQueries({ queryKey: ['counter'] });
      } catch (error) {
        if (!isAway(error)) {
          state.value = { kind: 'refused', error };
          return;
        }
        if (wait === null) break;
        await pause(wait);
      }
    }
    state.value = { kind: 'unsure', win: value.win };
  }

  function clear(): void {
    state.value = { kind: 'empty' };
  }

  return { state: computed(() => state.value), look, redeem, clear };
}
