import { setTimeout as sleep } from 'node:timers/promises';
import type { Timer } from '../../domain/shared/timer.ts';

export const systemTimer: Timer = {
  elapsed: () => performance.now(),
  sleep: async (ms, signal) => {
    // It rejects when it is aborted, which is no fault here.
    await sleep(ms, undefined, { ref: false, ...(signal && { signal }) }).catch(() => {});
  },
};
