import { randomUUID } from 'node:crypto';
import { openMigratedRecords, type RecordDatabase } from '../../src/adapters/sql/records/record-database.ts';
import type { RecordTarget } from '../../src/adapters/sql/records/record-target.ts';
import { activitiesDir } from './activities-dir.ts';
import { postJson } from './http.ts';
import { until } from './until.ts';

const winning = {
  dispatch: 'shake',
  is_login_user: true,
  prizes: [{ id: 'cup', name: 'A cup', claim: 'Come by' }],
  rules: { prizes: { cup: { odds: '1/2', value: '1.00' } } },
};

/** Activities `a1`, `a2` and `a3`, in which every other draw or so wins. */
export function winningActivities(): Promise<string> {
  return activitiesDir({ a1: winning, a2: winning, a3: winning });
}

export interface DrawnAnswer {
  readonly requestId: string;
  readonly uid: string;
  readonly ret: number;
  readonly drawId: string;
  readonly won: boolean;
}

/** Draws for so many users, one after the other; each again until it is answered, as the page does. */
export async function drawFor(
  base: string,
  uids: readonly string[],
  activityId = 'a1',
): Promise<DrawnAnswer[]> {
  const answers: DrawnAnswer[] = [];
  for (const uid of uids) {
    const requestId = randomUUID();
    await until(
      async () => {
        const answer = await drawOnce(base, uid, requestId, activityId);
        if (answer.ret === 0) answers.push(answer);
        return answer.ret === 0;
      },
      { what: `a draw for ${uid}` },
    );
  }
  return answers;
}

export async function drawOnce(
  base: string,
  uid: string,
  requestId: string,
  activityId = 'a1',
): Promise<DrawnAnswer> {
  const body = { activity_id: activityId, token: `demo-${uid}`, request_id: requestId };
  const { json } = await postJson(`${base}/shake/draw`, body);
  const { ret, data } = json as { ret: number; data: { draw_id: string; won: boolean } };
  return { requestId, uid, ret, drawId: data.draw_id, won: data.won };
}

export const usersNamed = (prefix: string, count: number) =>
  Array.from({ length: count }, (_, index) => `${prefix}${index}`);

/** Looks at the record store from a test. */
export async function withRecords<T>(
  target: RecordTarget,
  look: (records: RecordDatabase) => Promise<T>,
): Promise<T> {
  const records = await openMigratedRecords(target, 'operations');
  try {
    return await look(records);
  } finally {
    await records.close();
  }
}

export async function archivedDrawIds({ db }: RecordDatabase): Promise<string[]> {
  const rows = await db
    .selectFrom('archive_entries')
    .select('draw_id')
    .where('kind', '=', 'draw')
    .where('log', 'not like', '%~%')
    .execute();
  return rows.map(({ draw_id }) => draw_id as string).sort();
}

export async function deliveredDrawIds({ db }: RecordDatabase): Promise<string[]> {
  const rows = await db.selectFrom('deliveries').select('draw_id').execute();
  return rows.map(({ draw_id }) => draw_id).sort();
}

/** Waits until all of these draws are archived, and all wins have a delivery. */
export async function untilMoved(target: RecordTarget, draws: readonly DrawnAnswer[]): Promise<void> {
  await withRecords(target, async (records) => {
    const wanted = draws.map(({ drawId }) => drawId);
    await until(
      async () => {
        const found = new Set(await archivedDrawIds(records));
        return wanted.every((id) => found.has(id));
      },
      { what: `${wanted.length} draws to be archived` },
    );
  });
}
