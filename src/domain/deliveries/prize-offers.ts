import { type PrizeDelivery, prizeDeliverySchema } from '../draws/prize-delivery.ts';
import type { PrizeOffer } from './new-delivery.ts';

type Fields = Readonly<Record<string, unknown>>;

const BY_HAND = { by: 'hand' } as PrizeDelivery;

/**
 * The prizes of a set of rules by their ids, from its text: JSON with `prizes` and `rules` as the activity's file has them.
 * A set that was drawn under was valid. Texts of the first edition of the ledger may be empty or lack `prizes`: what cannot
 * be read is left out, and a delivery that cannot be read is one by hand.
 */
export function prizeOffers(text: string): ReadonlyMap<string, PrizeOffer> {
  const file = fieldsOf(parsed(text));
  const rules = fieldsOf(fieldsOf(file.rules).prizes);
  const offers = new Map<string, PrizeOffer>();
  for (const prize of Array.isArray(file.prizes) ? file.prizes.map(fieldsOf) : []) {
    const id = textOf(prize.id);
    if (id === null) continue;
    const rule = Object.hasOwn(rules, id) ? fieldsOf(rules[id]) : {};
    const face = {
      name: textOf(prize.name) ?? id,
      image: textOf(prize.image),
      claim: textOf(prize.claim),
      claimUrl: textOf(prize.claim_url),
      value: textOf(rule.value),
    };
    const delivery = prizeDeliverySchema.safeParse(rule.delivery);
    offers.set(id, { face, delivery: delivery.success ? delivery.data : BY_HAND });
  }
  return offers;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}

/* PostgreSQL stores no NUL, and no page shows one. */
function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value.replaceAll('\0', '') : null;
}
