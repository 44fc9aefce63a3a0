import type { Costs } from './costs.ts';
import type { Inputs } from './inputs.ts';
import { planOf, type Utilisations } from './plan.ts';

/* What only machines can mend. The others are settings, or belong to others. */
const BY_MACHINES: readonly (keyof Utilisations)[] = ['cpu', 'memory', 'network', 'redisRoot', 'redisMemory'];
const MOST_VISITORS = 1e10;
const STEPS = 60;

/** The visitors of the first minute that so many machines carry at the target, with as many masters of Redis as needed. */
export function capacityOf(inputs: Inputs, costs: Costs): number {
  const isCarried = (visitorsFirstMinute: number) => {
    const plan = planOf({ ...inputs, masters: 0, visitorsFirstMinute }, costs);
    return !plan.isTooFew && BY_MACHINES.every((name) => plan.utilisations[name] <= inputs.target);
  };
  let [low, high] = [0, MOST_VISITORS];
  for (let step = 0; step < STEPS; step++) {
    const middle = (low + high) / 2;
    if (isCarried(middle)) low = middle;
    else high = middle;
  }
  return low;
}
