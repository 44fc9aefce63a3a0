import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import { openMigratedRecords } from '../../src/adapters/sql/records/record-database.ts';
import { recordTargetOf } from '../../src/adapters/sql/records/record-target.ts';
import { startProgram } from '../support/built-program.ts';
import { insertDeliveries, webhookRow } from '../support/delivery-rows.ts';
import { startHttpServer } from '../support/http-server.ts';
import { startPostgres } from '../support/postgres.ts';
import { tempDir } from '../support/temp-dir.ts';
import { until } from '../support/until.ts';

const ROUNDS = process.env.LONG === '1' ? 30 : 3;
const WINS_A_ROUND = 100;

for (const name of ['SQLite', 'PostgreSQL'] as const) {
  it(`every win arrives under one id although senders and the store are killed, with ${name}`, async function () {
    this.timeout(300_000 + ROUNDS * 60_000);
    let postgres = name === 'PostgreSQL' ? await startPostgres({ lasting: true }) : null;
    const url = (await postgres?.newDatabase()) ?? null;
    const dir = await tempDir();
    const target = recordTargetOf(url, dir);
    let isCalm = false;
    let asked = 0;
    const taken = new Map<string, Set<string>>();
    const receiver = await startHttpServer((request, response, body) => {
      asked += 1;
      const turn = isCalm ? 3 : asked % 8;
      if (turn === 0) return response.writeHead(500).end();
      if (turn === 1) return response.socket?.destroy();
      const id = String(request.headers['webhook-id']);
      taken.set(id, (taken.get(id) ?? new Set()).add(body));
      // It has taken the win, and its answer is lost.
      if (turn === 2) return response.socket?.destroy();
      return setTimeout(() => response.end(), turn === 4 ? 300 : 5);
    });
    const file = join(dir, 'endpoints.json');
    const secret = `whsec_${Buffer.alloc(32, 'k').toString('base64')}`;
    await writeFile(file, JSON.stringify({ crm: { url: receiver.origin, secret } }));
    const env = {
      ROLE: 'operations',
      DATA_DIR: dir,
      ENDPOINTS_FILE: file,
      ...(url !== null && { DATABASE_URL: url }),
    };
    const onStore = async <T>(
      work: (records: Awaited<ReturnType<typeof openMigratedRecords>>) => Promise<T>,
    ) => {
      const records = await openMigratedRecords(target, 'operations');
      try {
        return await work(records);
      } finally {
        await records.close();
      }
    };
    // What waits minutes for its next attempt, or half a minute for the end of a dead sender's lease, waits no more.
    const hurry = () =>
      onStore(({ db }) =>
        db
          .transaction()
          .execute((transaction) =>
            transaction
              .updateTable('deliveries')
              .set({ due_at: 1, attempts: 0, lease_until: null })
              .where('due_at', 'is not', null)
              .execute(),
          ),
      );

    let program = await startProgram(env);
    try {
      for (let round = 0; round < ROUNDS; round++) {
        const rows = Array.from({ length: WINS_A_ROUND }, (_, no) =>
          webhookRow(round * WINS_A_ROUND + no + 1, { due_at: Date.now() }),
        );
        await onStore((records) => insertDeliveries(records, rows));
        await hurry();
        const before = asked;
        await until(() => asked > before + 5, { what: 'attempts' });
        await pause(Math.random() * 300);
        if (postgres && round % 2 === 0) {
          await postgres.kill();
          await pause(500);
          postgres = await startPostgres({ port: postgres.port, dir: postgres.dir, lasting: true });
        } else {
          await program.stop('SIGKILL');
          program = await startProgram(env);
        }
      }
      isCalm = true;
      await hurry();
      await until(
        () =>
          onStore(async ({ db }) => {
            const { left } = await db
              .selectFrom('deliveries')
              .select(({ fn }) => fn.countAll<number>().as('left'))
              .where('state', '<>', 'delivered')
              .executeTakeFirstOrThrow();
            return left === 0;
          }),
        { what: 'all deliveries', timeoutMs: 60_000 + ROUNDS * 20_000 },
      );
      expect(taken.size).to.equal(ROUNDS * WINS_A_ROUND);
      for (const bodies of taken.values()) expect(bodies.size).to.equal(1);
    } finally {
      await program.stop('SIGKILL');
      await receiver.close();
      await postgres?.stop();
    }
  });
}
