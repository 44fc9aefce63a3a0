import type { BrowserContextOptions } from 'playwright-core';

export interface Device {
  readonly screen: BrowserContextOptions & { readonly viewport: { width: number; height: number } };
  /** The size of text that the reader has set, where it is not the usual 16. */
  readonly fontSize?: number;
  /** The states that this device is worth looking at in; all, if it does not say. */
  readonly only?: readonly string[];
  /** Looked over by axe too: what it looks for hardly depends on the screen. */
  readonly audited?: boolean;
}

/* One of each layout. */
const LAYOUTS = [
  'shake',
  'wheel',
  'egg',
  'earn-no-chance',
  'prizes',
  'won-grand',
  'not-won',
  'my-deliveries',
  'ticket',
  'fairness-verified',
  'not-started',
  'busy',
  'sku',
  'english',
];

/* Where there is little room. */
const DARK_CORNERS = [
  'shake',
  'grid',
  'red-packet',
  'prizes',
  'won-grand',
  'won-code',
  'poster',
  'my-deliveries',
  'claim-wrong',
  'ticket',
  'earn-no-chance',
  'not-started-stranger',
  'shake-long-names',
  'sku',
  'sku-long-names',
];

export const DEVICES = {
  small: { screen: { viewport: { width: 320, height: 568 } }, audited: true },
  large: { screen: { viewport: { width: 430, height: 932 } }, only: LAYOUTS },
  tablet: { screen: { viewport: { width: 820, height: 1180 } }, only: LAYOUTS },
  landscape: {
    screen: { viewport: { width: 667, height: 375 } },
    only: DARK_CORNERS,
    audited: true,
  },
  enlarged: {
    screen: { viewport: { width: 375, height: 667 } },
    fontSize: 28,
    only: DARK_CORNERS,
    audited: true,
  },
} satisfies Readonly<Record<string, Device>>;
