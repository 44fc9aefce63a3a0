import { type InjectionKey, inject, provide, shallowReactive } from 'vue';
import type { WonPrize } from '../activity/activity-data.ts';
import { serverClock } from '../activity/countdown.ts';
import { type Delivery, newerOf } from '../activity/delivery.ts';
import type { Answer } from '../client/api.ts';

/** What every answer has said of the user's deliveries, so that all parts of the page show the same. */
export interface KnownDeliveries {
  /** `null`: the server has said nothing of it. */
  of(win: WonPrize): Delivery | null;
  learn(drawId: string, delivery: Delivery | null): void;
  learnAll(wins: readonly WonPrize[]): void;
  /** The server's clock, or the phone's before the first answer. */
  now(): number;
  /** Goes by the clock of an answer, if it has one. */
  setClock(answer: Pick<Extract<Answer, { kind: 'answered' }>, 'serverTime' | 'receivedAt'>): void;
}

export function knownDeliveries(ticks: () => number = () => performance.now()): KnownDeliveries {
  const known = shallowReactive(new Map<string, Delivery>());
  let now = () => Date.now();

  function learn(drawId: string, received: Delivery | null): void {
    const delivery = newerOf(known.get(drawId) ?? null, received);
    if (delivery !== null) known.set(drawId, delivery);
  }

  return {
    of: ({ drawId, delivery }) => known.get(drawId) ?? delivery,
    learn,
    learnAll(wins) {
      for (const { drawId, delivery } of wins) learn(drawId, delivery);
    },
    now: () => now(),
    setClock({ serverTime, receivedAt }) {
      if (serverTime !== null) now = serverClock(serverTime, ticks, receivedAt);
    },
  };
}

const KEY: InjectionKey<KnownDeliveries> = Symbol('known deliveries');

export function provideDeliveries(): KnownDeliveries {
  const deliveries = knownDeliveries();
  provide(KEY, deliveries);
  return deliveries;
}

export function useDeliveries(): KnownDeliveries {
  const deliveries = inject(KEY);
  if (!deliveries) throw new Error('provideDeliveries() was not called above this component');
  return deliveries;
}
