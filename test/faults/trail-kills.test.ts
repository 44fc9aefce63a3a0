import { join } from 'node:path';
import { expect } from 'chai';
import Database from 'libsql';
import pg from 'pg';
import { activitiesDir } from '../support/activities-dir.ts';
import { Browser } from '../support/browser.ts';
import { type ConsoleProgram, startConsoleProgram } from '../support/console-program.ts';
import { recordStoreNames, recordTargets } from '../support/record-stores.ts';
import { tempDir } from '../support/temp-dir.ts';
import { until } from '../support/until.ts';

const AGE_MS = 11 * 60_000;

/** What a test does with the record store beside the program. */
interface Store {
  readonly env: Readonly<Record<string, string>>;
  // biome-ignore lint/suspicious/noExplicitAny: rows of any table
  all(query: string): Promise<any[]>;
  /** Each entry of the trail takes for ever from now on. */
  holdTrail(): Promise<void>;
  freeTrail(): Promise<void>;
  close(): Promise<void>;
}

async function sqliteStore(dir: string): Promise<Store> {
  const db = new Database(join(dir, 'records.sqlite'), { timeout: 20_000 });
  return {
    env: { DATA_DIR: dir },
    all: async (query) => {
      const statement = db.prepare(query);
      return statement.reader ? statement.all([]) : [statement.run([])];
    },
    holdTrail: async () => {
      db.exec(`
        CREATE VIEW counted AS WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x FROM n LIMIT 1000000000000;
        CREATE TRIGGER trail_waits BEFORE INSERT ON trail BEGIN SELECT count(*) FROM counted; END;
      `);
    },
    freeTrail: async () => {
      db.exec('DROP TRIGGER trail_waits; DROP VIEW counted;');
    },
    close: async () => {
      db.close();
    },
  };
}

async function postgresStore(dir: string, url: string): Promise<Store> {
  const [client, holder] = [
    new pg.Client({ connectionString: url }),
    new pg.Client({ connectionString: url }),
  ];
  await Promise.all([client.connect(), holder.connect()]);
  return {
    env: { DATA_DIR: dir, DATABASE_URL: url },
    all: async (query) => (await client.query(query)).rows,
    holdTrail: async () => {
      await holder.query('begin; lock table trail in exclusive mode');
    },
    freeTrail: async () => {
      await holder.query('rollback');
    },
    close: async () => {
      await Promise.all([client.end(), holder.end()]);
    },
  };
}

for (const name of recordStoreNames) {
  describe(`a console that is killed between a change and its entry, with ${name}`, () => {
    let env: Readonly<Record<string, string>>;
    let store: Store;
    let console: ConsoleProgram;
    let admin: Browser;

    before(async () => {
      const target = await recordTargets[name]();
      const dir = target.kind === 'sqlite' ? target.dir : await tempDir();
      const activities = await activitiesDir({ lucky: { dispatch: 'sku', title: 'x', skus: [] } });
      env = {
        ...{ DATA_DIR: dir, ACTIVITIES_DIR: activities },
        ...(target.kind === 'postgres' && { DATABASE_URL: target.url }),
      };
      console = await startConsoleProgram(env);
      store = target.kind === 'postgres' ? await postgresStore(dir, target.url) : await sqliteStore(dir);
      admin = await console.signedIn('admin');
    });
    after(async () => {
      await console?.stop();
      await store?.close();
    });

    const unfinished = () => store.all("select * from trail where action = 'unfinished' order by seq");
    const notes = () => store.all('select * from begun_actions');
    const age = () => store.all(`update begun_actions set noted_at = noted_at - ${AGE_MS}`);

    /* The same session at the program of now. */
    function here(browser: Browser): Browser {
      const other = new Browser(console.origin);
      for (const [cookie, value] of browser.cookies) other.cookies.set(cookie, value);
      other.csrf = browser.csrf;
      return other;
    }

    async function restart(): Promise<void> {
      await console.program.stop('SIGKILL');
      await store.freeTrail();
      console = await startConsoleProgram(env);
    }

    it('has an unfinished entry after the restart, once, with the time and the person of the change', async () => {
      const person = async () => (await store.all("select role from operators where name = 'Bea'"))[0]?.role;
      const { body } = await admin.post('/operators', { name: 'Bea', role: 'viewer' });
      const { id } = body.operator;
      expect(await notes()).to.deep.equal([]);
      const before = Date.now();
      await store.holdTrail();
      const lost = admin.post(`/operators/${id}`, { role: 'publisher' }).catch(() => 'lost');
      await until(async () => (await person()) === 'publisher', { what: 'the change' });
      expect(await notes()).to.have.length(1);
      await restart();
      expect(await lost).to.equal('lost');
      // What is not old yet may be under way in another process.
      expect([await unfinished(), (await notes()).length]).to.deep.equal([[], 1]);
      await age();
      // A second process does the same beside it.
      const other = await startConsoleProgram({
        ...env,
        DATA_DIR: name === 'SQLite' ? (env.DATA_DIR ?? '') : await tempDir(),
      });
      await until(async () => (await unfinished()).length > 0, { what: 'the unfinished entry' });
      await other.stop();
      const entries = await unfinished();
      expect(entries).to.have.length(1);
      expect(entries[0]).to.include({
        target: `POST /operators/${id}`,
        operator_name: 'admin-1',
        via: 'console',
      });
      expect(Number(entries[0].at)).to.be.within(before, Date.now());
      expect(await notes()).to.deep.equal([]);
    });

    it('has a trace of each change, whenever it is killed', async () => {
      const count = async (query: string) =>
        Number((await store.all(`select count(*) as count from ${query}`))[0].count);
      for (let round = 0; round < 5; round++) {
        const browser = here(admin);
        let done = 0;
        const toggling = (async () => {
          for (let no = 0; ; no++) {
            const action = no % 2 === 0 ? 'pause' : 'resume';
            const { status } = await browser.post(`/activities/lucky/${action}`, { reason: 'try' });
            if (status === 200) done += 1;
          }
        })().catch(() => {});
        await until(() => done >= 4 * round, { what: 'some changes' });
        // At any step of one of the next.
        await new Promise((resolve) => setTimeout(resolve, Math.random() * 20));
        await console.program.stop('SIGKILL');
        await toggling;
        const changes = await count("release_changes where action in ('pause', 'resume')");
        const entries = await count("trail where action in ('pause', 'resume')");
        const noted = await count('begun_actions');
        expect(changes - entries).to.be.within(0, noted);
        expect(noted).to.be.at.most(round + 1);
        expect(changes).to.be.at.least(done);
        console = await startConsoleProgram(env);
      }
    });

    it('has none for what ended well', async () => {
      const browser = here(admin);
      const before = await notes();
      for (const action of ['pause', 'resume']) {
        const { status } = await browser.post(`/activities/lucky/${action}`, { reason: 'try' });
        expect(status).to.equal(200);
      }
      expect((await notes()).length).to.equal(before.length);
    });
  });
}
