import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deliveryInFile, shownBeginning } from '../../src/application/deliveries/shown-delivery.ts';
import { drawDetailsSchema } from '../../src/domain/draws/draw-details.ts';
import { prizeFacts } from '../../src/domain/draws/prize-facts.ts';
import type { PublicData } from './mock-answers.ts';

/* Of a prize that is delivered by code: all such wins have this one. */
const CODE = 'SPRING7K2M9QXD';

/**
 * What the page may see of an activity's folder, as the service sends it. Each prize also has the `delivery` that a win of it
 * begins with.
 * @throws if it has no `data.json` that is JSON
 */
export async function publicDataOf(activitiesDir: string, id: string): Promise<PublicData> {
  const file = JSON.parse(await readFile(join(activitiesDir, id, 'data.json'), 'utf8'));
  const { rules: rulesAsWritten, $schema: _forEditors, ...data } = file;
  const activity = { ...data, activity_id: id };
  const details = data.dispatch === 'sku' ? null : drawDetailsSchema.safeParse(file);
  if (!details?.success) return activity;
  const { timezone } = details.data.rules;
  const deliveryOf = (prizeId: string) =>
    shownBeginning(deliveryInFile(details.data, prizeId), CODE, timezone);
  return {
    ...activity,
    prizes: data.prizes.map((prize: { id: string }) => ({ ...prize, delivery: deliveryOf(prize.id) })),
    prize_facts: prizeFacts(details.data, { page: data.page ?? {}, rulesAsWritten }),
  };
}
