import { z } from 'zod';
import { boundedReport, listOf, partlyRead } from '../shared/bounded.ts';
import { textOrNumber } from '../shared/text-or-number.ts';
import { zonesSchema } from './activity.ts';

const MOST_SKUS = 10_000;

const skuEntrySchema = z.object({
  sku_id: textOrNumber(64, 'bad_sku_id'),
  name: z.string().min(1).max(200),
  /** Where given, only users of these zones are shown the entry. */
  zones: zonesSchema.optional(),
});

/** What a `sku` activity reads from its file. */
export const skuSchema = z
  .object({ skus: listOf(partlyRead(skuEntrySchema), MOST_SKUS).default([]) })
  .superRefine(({ skus }, context) => {
    const refuse = boundedReport(context);
    const ids = new Set<string>();
    for (const [index, entry] of skus.entries()) {
      const id = String(entry.sku_id);
      if (ids.has(id)) refuse(['skus', index, 'sku_id'], { code: 'sku_twice', params: { id } });
      ids.add(id);
    }
  })
  .transform(({ skus }) => ({ skus }));

export type SkuDetails = z.output<typeof skuSchema>;
