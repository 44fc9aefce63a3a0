import { fieldsOf, textOf } from '../client/read.ts';
import { attempt, type Store } from '../phone/kept.ts';

/** What is entered on this phone once: the name of its shop, and the PIN of each activity. */
export interface Shop {
  readonly place: string;
  readonly pins: Readonly<Record<string, string>>;
}

const KEY = 'cms-market:counter';

/* Years of activities; the oldest PINs are of activities that are over. */
const MOST_PINS = 50;

export function readShop(store: Store): Shop {
  const kept = fieldsOf(attempt(() => JSON.parse(store.getItem(KEY) ?? '')));
  const pins = Object.entries(fieldsOf(kept['pins'])).map(([id, pin]) => [id, textOf(pin)] as const);
  return { place: textOf(kept['place']), pins: Object.fromEntries(pins) };
}

/** Stores it where the phone allows it, and returns it as it is now. */
export function keepShop(store: Store, shop: Shop): Shop {
  const kept = { ...shop, pins: Object.fromEntries(Object.entries(shop.pins).slice(-MOST_PINS)) };
  attempt(() => store.setItem(KEY, JSON.stringify(kept)));
  return kept;
}

/** @param pin '' forgets the activity's PIN, so that a PIN that was replaced is not tried again and again */
export function withPin(shop: Shop, activityId: string, pin: string): Shop {
  const { [activityId]: _earlier, ...others } = shop.pins;
  return { ...shop, pins: pin === '' ? others : { ...others, [activityId]: pin } };
}
