import { computed, onBeforeUnmount, onMounted, shallowRef } from 'vue';
import type { PageAddress } from '../activity/address.ts';
import { type Fairness, fairnessOf } from '../client/fairness.ts';
import { type BindingCheck, checkBinding } from './check-binding.ts';
import { checkDraw, type DrawCheck } from './check-draw.ts';
import { loadFairness, loadOwnDraws, loadUid, withTexts } from './load-records.ts';
import { canCompute } from './odds-table.ts';
import { ownHistory } from './own-history.ts';

export type Verification =
  | { readonly kind: 'working' | 'failed' | 'stranger' | 'too_old' }
  /** The seed is not published yet. */
  | { readonly kind: 'early' }
  | { readonly kind: 'checked'; readonly binding: BindingCheck; readonly draws: readonly DrawCheck[] };

/* After so many draws the page gets to paint and to answer a tap. */
const AT_ONCE = 20;

/**
 * What binds the draws, and after the reveal the user's draws computed anew in this browser. Call it in a component's
 * setup.
 * @param commitment that came with the activity, until the answer
 */
export function useVerification(address: PageAddress, commitment: string, uid: () => string) {
  const fairness = shallowRef<Fairness>(fairnessOf({ commitment }));
  const verification = shallowRef<Verification>({ kind: 'working' });
  let gone = false;

  async function run(): Promise<void> {
    verification.value = { kind: 'working' };
    const fresh = await loadFairness(address);
    if (gone) return;
    if (fresh !== null) fairness.value = fresh;
    const result = fresh === null ? ({ kind: 'failed' } as const) : await verified(fresh);
    if (!gone) verification.value = result;
  }

  async function verified(fresh: Fairness): Promise<Verification> {
    if (!fresh.seeds.some(({ seed }) => seed !== '')) return { kind: 'early' };
    if (!canCompute()) return { kind: 'too_old' };
    const draws = await loadOwnDraws(address);
    if (draws === 'failed' || draws === 'stranger') return { kind: draws };
    const whole = await withTexts(fresh, draws, address);
    const drawer = { activityId: address.activityId, uid: uid() || (await loadUid(address)) };
    if (drawer.uid === '') return { kind: 'failed' };
    fairness.value = whole;
    const checks: DrawCheck[] = [];
    const history = ownHistory();
    for (const [index, draw] of draws.entries()) {
      if (index % AT_ONCE === 0) await new Promise((resolve) => setTimeout(resolve));
      if (gone) return { kind: 'working' };
      const check = checkDraw(draw, whole, drawer, history.before(draw));
      if (check.kind === 'computed') history.note(draw, check.isOfValue);
      checks.push(check);
    }
    return { kind: 'checked', binding: checkBinding(whole), draws: checks };
  }

  onMounted(run);
  onBeforeUnmount(() => {
    gone = true;
  });
  return {
    fairness,
    verification,
    run,
    isOver: computed(() => fairness.value.seeds.some(({ seed }) => seed !== '')),
  };
}
