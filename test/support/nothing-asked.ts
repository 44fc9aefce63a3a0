import type { ServerParts } from '../../src/application/kinds/kind.ts';

/** Deliveries of activities that deliver all prizes by hand, where the record store is not asked. */
export const nothingAsked: ServerParts['shownDeliveries'] = { ofWins: () => null };
