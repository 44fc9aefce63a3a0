import type { Clock } from '../../domain/shared/clock.ts';

export const systemClock: Clock = { now: () => Date.now() };
