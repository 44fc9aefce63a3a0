import type { Sku } from '../activity/goods.ts';

/** What a visitor pays for one of the goods at a moment, and how good that is. */
export interface Offer {
  readonly price: string;
  /** The price that is struck out; '' for none. */
  readonly was: string;
  /** What is saved, such as `7.40`; '' if nothing is, or if a price is no plain number. */
  readonly saved: string;
  /** The price in tenths of the old one, such as `6.3`, as a discount is given in Chinese (6.3折); '' if there is none. */
  readonly tenths: string;
  readonly sale: SalePhase;
}

/** `soon`: the sale has not begun. `none`: there is none, or it is over. */
export type SalePhase =
  | { readonly kind: 'none' }
  | { readonly kind: 'soon'; readonly price: string; readonly at: number }
  | { readonly kind: 'on'; readonly until: number };

/** @param now the server's clock, in milliseconds */
export function offerOf({ price, marketPrice, sale }: Sku, now: number): Offer {
  const phase: SalePhase =
    sale === null || now >= sale.until
      ? { kind: 'none' }
      : now < sale.from
        ? { kind: 'soon', price: sale.price, at: sale.from }
        : { kind: 'on', until: sale.until };
  const paid = phase.kind === 'on' && sale ? sale.price : price;
  const was = marketPrice || (paid === price ? '' : price);
  return { price: paid, was, ...savingOf(paid, was), sale: phase };
}

/** The moments at which an offer changes. */
export function changesOf({ sale }: Sku): readonly number[] {
  return sale === null ? [] : [sale.from, sale.until];
}

function savingOf(price: string, was: string): Pick<Offer, 'saved' | 'tenths'> {
  const [paid, before] = [centsOf(price), centsOf(was)];
  if (paid === null || before === null || paid >= before) return { saved: '', tenths: '' };
  const saved = before - paid;
  // Rounded up: a discount is not made larger than it is.
  const tenths = Math.ceil((paid * 100) / before) / 10;
  return {
    saved: saved % 100 === 0 ? String(saved / 100) : (saved / 100).toFixed(2),
    tenths: tenths >= 10 || tenths === 0 ? '' : String(tenths),
  };
}

/** In whole cents, so that nothing is lost; `null` if it is no plain amount. */
function centsOf(price: string): number | null {
  const match = /^(\d{1,9})(?:\.(\d{1,2}))?$/.exec(price);
  return match ? Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0')) : null;
}

/** An amount as it is set: the large figures, and the small ones after the point. */
export function figuresOf(price: string): { readonly whole: string; readonly rest: string } {
  const match = /^(\d+)(\.\d+)$/.exec(price);
  return match ? { whole: match[1] as string, rest: match[2] as string } : { whole: price, rest: '' };
}
