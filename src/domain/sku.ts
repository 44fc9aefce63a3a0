import { z } from 'zod';
import { zoneIdSchema } from './activity.ts';

const skuEntrySchema = z.looseObject({
  sku_id: z.union([z.string().min(1).max(64), z.int().min(0)], 'must be a text or a whole number'),
  name: z.string().min(1).max(200),
  /** Where given, only users of these zones are shown the entry. */
  zones: z.array(zoneIdSchema).optional(),
});

/** What a `sku` activity reads from its file. */
export const skuSchema = z
  .looseObject({ skus: z.array(skuEntrySchema).default([]) })
  .superRefine(({ skus }, context) => {
    const ids = new Set<string>();
    for (const [index, entry] of skus.entries()) {
      const id = String(entry.sku_id);
      if (ids.has(id)) {
        context.addIssue({
          code: 'custom',
          path: ['skus', index, 'sku_id'],
          message: `the sku "${id}" is there twice`,
        });
      }
      ids.add(id);
    }
  })
  .transform(({ skus }) => ({ skus }));

export type SkuDetails = z.output<typeof skuSchema>;
