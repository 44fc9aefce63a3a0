import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { drawDetailsSchema } from '../../src/domain/draws/draw-details.ts';
import { prizeFacts } from '../../src/domain/draws/prize-facts.ts';
import type { PublicData } from './mock-answers.ts';

/** What the page may see of an activity's folder, as the service sends it. @throws if it has no `data.json` that is JSON */
export async function publicDataOf(activitiesDir: string, id: string): Promise<PublicData> {
  const file = JSON.parse(await readFile(join(activitiesDir, id, 'data.json'), 'utf8'));
  const { rules: rulesAsWritten, $schema: _forEditors, ...data } = file;
  const details = data.dispatch === 'sku' ? null : drawDetailsSchema.safeParse(file);
  const facts = details?.success
    ? prizeFacts(details.data, { page: data.page ?? {}, rulesAsWritten })
    : undefined;
  return { ...data, activity_id: id, ...(facts && { prize_facts: facts }) };
}
