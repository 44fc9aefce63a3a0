import type { Activity } from '../../../domain/activities/activity.ts';
import type { SkuDetails } from '../../../domain/activities/sku.ts';
import type { Warn } from '../../authoring/check/finding.ts';
import { checkSale } from './check-sale.ts';

/** Goods that nobody sees, because of their zones, and sales that the page cannot follow. */
export function checkGoods({ details, loginRequired, zones }: Activity<SkuDetails>, warn: Warn): void {
  for (const [index, sku] of details.skus.entries()) {
    checkSale(sku, `skus.${index}`, warn);
    if (!sku.zones) continue;
    const field = `skus.${index}.zones`;
    if (!loginRequired) warn(field, 'unknown-zone', { name: sku.name });
    else if (!sku.zones.some((zone) => zones === null || zones.has(zone))) {
      warn(field, 'nobodys-zone', { name: sku.name, zones: sku.zones.join(', ') });
    }
  }
}
