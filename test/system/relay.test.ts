import { randomUUID } from 'node:crypto';
import { cpSync } from 'node:fs';
import { expect } from 'chai';
import { Redis } from 'ioredis';
import type { RecordTarget } from '../../src/adapters/sql/records/record-target.ts';
import { logLines, type RunningProgram, runProgram, startProgram } from '../support/built-program.ts';
import { freeLeases } from '../support/freed-leases.ts';
import { startPostgres, type TestPostgres } from '../support/postgres.ts';
import { startRedis, type TestRedis } from '../support/redis-server.ts';
import {
  archivedDrawIds,
  deliveredDrawIds,
  drawFor,
  drawOnce,
  untilMoved,
  usersNamed,
  winningActivities,
  withRecords,
} from '../support/relayed-draws.ts';
import { runCommand } from '../support/run-command.ts';
import { DURABLE } from '../support/stores.ts';
import { tempDir } from '../support/temp-dir.ts';
import { until } from '../support/until.ts';
import { operationsOf } from '../support/workers-of.ts';

const ids = (draws: readonly { readonly drawId: string }[]) => draws.map(({ drawId }) => drawId).sort();
const wonIds = (draws: readonly { readonly drawId: string; readonly won: boolean }[]) =>
  ids(draws.filter(({ won }) => won));

/* More with `npm run test:long`. */
const KILLS = process.env.LONG === '1' ? 5 : 2;

describe('the relay over SQLite', () => {
  it('moves draws to the record store, also after a SIGKILL of its process, and audit is clean', async () => {
    const dir = await tempDir();
    const env = {
      ROLE: 'all',
      ACTIVITIES_DIR: await winningActivities(),
      DATA_DIR: dir,
      DRAW_RATE_LIMIT: 'off',
    };
    const target: RecordTarget = { kind: 'sqlite', dir };
    const program = await startProgram(env);
    try {
      const draws = await drawFor(program.base, usersNamed('a', 40));
      await untilMoved(target, draws);
      for (let round = 0; round < KILLS; round++) {
        const pid = await operationsOf(program.pid);
        const more = drawFor(program.base, usersNamed(`b${round}-`, 30));
        if (pid !== undefined) process.kill(pid, 'SIGKILL');
        draws.push(...(await more));
      }
      await untilMoved(target, draws);
      await withRecords(target, async (records) => {
        expect(await archivedDrawIds(records)).to.deep.equal(ids(draws));
        expect(await deliveredDrawIds(records)).to.deep.equal(wonIds(draws));
        const [first] = await records.db.selectFrom('deliveries').selectAll().execute();
        expect(first).to.include({ name: 'A cup', claim: 'Come by', method: 'hand', value: '1.00' });
        const [seed] = await records.db.selectFrom('archive_seeds').selectAll().execute();
        expect(seed?.secret).to.match(/^[\w-]+\.[\w-]{40,}$/);
        expect(await records.db.selectFrom('archive_rules').selectAll().execute()).to.have.length(1);
      });
      const audit = await runCommand(['audit', '--json'], env);
      expect(audit.code, audit.stdout + audit.stderr).to.equal(0);
      const relay = await runCommand(['deliveries', 'relay', 'a1', '--lang', 'en'], env);
      // The log begins with the entry of the rules.
      const latest = draws.length + 1;
      expect(relay.stdout).to.include(`archived up to entry ${latest}, the latest is ${latest}\n`);
      expect(relay.code).to.equal(0);
    } finally {
      expect(await program.stop()).to.equal(0);
    }
  });
});

describe('the relay over Redis and PostgreSQL', () => {
  let redis: TestRedis;
  let postgres: TestPostgres;
  let url: string;
  let env: Record<string, string>;
  let target: RecordTarget;

  before(async () => {
    postgres = await startPostgres();
  });
  after(() => postgres?.stop());

  async function newStores(): Promise<void> {
    redis = await startRedis({ args: DURABLE });
    url = await postgres.newDatabase();
    target = { kind: 'postgres', url };
    env = {
      ROLE: 'all',
      ACTIVITIES_DIR: await winningActivities(),
      REDIS_URL: redis.url,
      DATABASE_URL: url,
      DRAW_RATE_LIMIT: 'off',
    };
  }

  describe('killed and restored', () => {
    beforeEach(newStores);
    afterEach(() => redis?.stop());

    it('moves all draws, each once, while the operations process and PostgreSQL are killed', async () => {
      const program = await startProgram(env);
      try {
        const draws = await drawFor(program.base, usersNamed('a', 20));
        await untilMoved(target, draws);
        for (let round = 0; round < KILLS; round++) {
          const more = drawFor(program.base, usersNamed(`b${round}-`, 100));
          const pid = await operationsOf(program.pid);
          if (pid !== undefined) process.kill(pid, 'SIGKILL');
          await postgres.kill();
          draws.push(...(await more));
          postgres = await startPostgres({ port: postgres.port, dir: postgres.dir });
        }
        expect(draws.every(({ ret }) => ret === 0)).to.equal(true);
        // The whole lease of a killed process is waited for above.
        await freeLeases(target);
        await untilMoved(target, draws);
        await withRecords(target, async (records) => {
          expect(await archivedDrawIds(records)).to.deep.equal(ids(draws));
          expect(await deliveredDrawIds(records)).to.deep.equal(wonIds(draws));
        });
        const audit = await runCommand(['audit'], env);
        expect(audit.code, audit.stdout + audit.stderr).to.equal(0);
      } finally {
        expect(await program.stop()).to.equal(0);
      }
    });

    it('halts where Redis was restored from an old copy, and goes on after a look', async () => {
      let program = await startProgram(env);
      const before = await drawFor(program.base, usersNamed('a', 30));
      await untilMoved(target, before);
      const copy = await tempDir();
      cpSync(redis.dir, copy, { recursive: true });
      const lost = await drawFor(program.base, usersNamed('lost', 20));
      await untilMoved(target, lost);
      await program.stop();
      await redis.stop();

      redis = await startRedis({ args: DURABLE, port: redis.port, dir: copy });
      program = await startProgram(env);
      try {
        await until(
          () => logLines(program.stdout()).some(({ msg }) => msg === 'the archive of an activity is halted'),
          { what: 'the line about the halt' },
        );
        const shown = await runCommand(['deliveries', 'relay', 'a1', '--lang', 'en'], env);
        expect(shown.code).to.equal(1);
        expect(shown.stdout).to.match(/halted since .*: the ledger (does not have|has another)/);
        await withRecords(target, async (records) => {
          expect(await archivedDrawIds(records)).to.deep.equal(ids([...before, ...lost]));
        });
        const meanwhile = await drawOnce(program.base, 'meanwhile', randomUUID());
        if (meanwhile.ret !== 0) {
          const accepted = await runCommand(['accept', 'a1', '--yes'], env);
          expect(accepted.code, accepted.stderr).to.equal(0);
        }
        const relay = await runCommand(['deliveries', 'relay', 'a1', '--accept', '--lang', 'en'], env);
        expect(relay.stderr).to.match(/root goes on after entry 31, 20 entries were set aside/);
        expect(relay.code).to.equal(0);
        const after = await Promise.all(
          usersNamed('after', 5).map((uid) => drawOnce(program.base, uid, randomUUID())),
        );
        await until(async () => (await drawOnce(program.base, 'after0', randomUUID())).ret === 0, {
          what: 'draws to go on',
        });
        await untilMoved(
          target,
          after.filter(({ ret }) => ret === 0),
        );
        const audit = await runCommand(['audit', 'a1', '--lang', 'en'], env);
        expect(audit.code, audit.stdout).to.equal(0);
        await withRecords(target, async (records) => {
          // Every acknowledged win is delivered, also where Redis has lost the draw.
          const delivered = await deliveredDrawIds(records);
          for (const id of wonIds([...before, ...lost])) expect(delivered).to.include(id);
        });
      } finally {
        await program.stop();
      }
    });
  });

  describe('in one service', () => {
    let program: RunningProgram;
    before(async () => {
      await newStores();
      program = await startProgram(env);
    });
    after(async () => {
      await program?.stop();
      await redis?.stop();
    });

    it('refuses a second record store on the same Redis', async () => {
      await untilMoved(target, await drawFor(program.base, ['a'], 'a1'));
      const other = { ...env, DATABASE_URL: await postgres.newDatabase() };
      const relay = await runCommand(['deliveries', 'relay', 'a1'], other);
      expect(relay.code).to.equal(1);
      expect(relay.stderr).to.match(/this Redis belongs to record store .*DATABASE_URL/);
      const operations = await runProgram(['serve'], { ...other, ROLE: 'operations' });
      expect(operations.code).to.equal(1);
      expect(operations.stdout + operations.stderr).to.match(/this Redis belongs to record store/);
      const second = await startProgram({ ...other, ROLE: 'public' }, { publishes: false });
      try {
        await until(
          () => logLines(second.stdout()).some(({ msg }) => msg === 'the record store is not used'),
          { what: 'the line of the public side' },
        );
        // What the other processes of this Redis serve is in the other store.
        expect((await drawOnce(second.base, 'b', randomUUID())).ret).to.equal(5003);
      } finally {
        await second.stop();
      }
    });

    it('leaves an audit clean while draws and trimming go on', async () => {
      const client = new Redis(redis.port, '127.0.0.1');
      try {
        await untilMoved(target, await drawFor(program.base, usersNamed('a', 200), 'a2'));
        let isOver = false;
        let drawn = 0;
        const drawing = (async () => {
          while (!isOver) {
            await Promise.all(
              [1, 2, 3, 4].map((no) => drawOnce(program.base, `b${no}-${drawn}`, randomUUID(), 'a2')),
            );
            drawn += 1;
          }
        })();
        let trimmed = 0;
        const trimming = withRecords(target, async ({ db }) => {
          while (!isOver) {
            const cursor = await db
              .selectFrom('archive_cursors')
              .select('seq')
              .where('activity_id', '=', 'a2')
              .executeTakeFirst();
            trimmed += await client.xtrim('cms:draw:{a2}:log', 'MINID', `${cursor?.seq}-0`);
          }
        });
        try {
          for (let round = 0; round < 3 || trimmed <= 200; round++) {
            const audit = await runCommand(['audit', 'a2', '--lang', 'en'], env);
            expect(audit.code, audit.stdout + audit.stderr).to.equal(0);
          }
        } finally {
          isOver = true;
          await Promise.all([drawing, trimming]);
        }
        expect(drawn).to.be.above(0);
      } finally {
        client.disconnect();
      }
    });

    it('serves a repeated draw from the archive when its entry was trimmed, and never draws again', async () => {
      const client = new Redis(redis.port, '127.0.0.1');
      try {
        const [first, ...rest] = await drawFor(program.base, usersNamed('a', 300), 'a3');
        if (!first) throw new Error('no draw');
        await untilMoved(target, [first, ...rest]);
        // As the relay does after a minute.
        await client.xtrim('cms:draw:{a3}:log', 'MINID', '301-0');
        expect(await client.xlen('cms:draw:{a3}:log')).to.equal(1);
        expect(await drawOnce(program.base, first.uid, first.requestId, 'a3')).to.deep.equal(first);
        const audit = await runCommand(['audit', 'a3', '--lang', 'en'], env);
        expect(audit.stdout).to.match(/300 draws of 300 users.*in order/);
        expect(audit.code).to.equal(0);
        const exported = await runCommand(['export', 'a3'], env);
        expect(exported.stdout.trim().split('\n')).to.have.length(301);

        await postgres.kill();
        expect((await drawOnce(program.base, first.uid, first.requestId, 'a3')).ret).to.equal(5003);
        expect((await drawOnce(program.base, 'new', randomUUID(), 'a3')).ret).to.equal(0);
        const away = await runCommand(['audit', 'a3', '--lang', 'en'], env);
        expect(away.code).to.equal(1);
        expect(away.stderr).to.match(/record store: entries 1 to 300 of activity a3 are in it alone/);
        postgres = await startPostgres({ port: postgres.port, dir: postgres.dir });
        await until(async () => (await drawOnce(program.base, first.uid, first.requestId, 'a3')).ret === 0, {
          what: 'the archive to answer',
        });
        expect(await drawOnce(program.base, first.uid, first.requestId, 'a3')).to.deep.equal(first);
      } finally {
        client.disconnect();
      }
    });
  });
});
