import { spawnSync } from 'node:child_process';
import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { expect } from 'chai';
import pg from 'pg';
import { startProgram } from '../support/built-program.ts';
import { cleanEnvironment } from '../support/clean-environment.ts';
import { startPostgres, type TestPostgres } from '../support/postgres.ts';
import { tempDir } from '../support/temp-dir.ts';

/** The blocks of commands and settings in the document. */
async function blocks(): Promise<string[]> {
  const text = await readFile('docs/operations.md', 'utf8');
  return [...text.matchAll(/^ *```(?:sh|ini)\n([\s\S]*?)^ *```/gm)].map(([, block = '']) => block);
}

describe('PostgreSQL as docs/operations.md sets it up: a role, a backup, a restore', () => {
  const PASSWORD = 'p@ss word';
  let postgres: TestPostgres;
  let dir: string;
  let url: string;
  let env: Record<string, string>;

  const here = (text: string) =>
    text
      .replaceAll('sudo -u postgres ', '')
      .replaceAll('/var/backups/cms-market', join(dir, 'backups'))
      .replaceAll("'PASSWORD'", `'${PASSWORD}'`);
  const asAdmin = (text: string) =>
    spawnSync('sh', ['-euc', here(text)], {
      encoding: 'utf8',
      env: {
        PATH: [join(dir, 'bin'), process.env.PATH].join(delimiter),
        ...{ PGHOST: '127.0.0.1', PGPORT: `${postgres.port}`, PGUSER: 'postgres' },
      },
    });
  const storeIds = async () => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    const { rows } = await client.query('select id from store');
    await client.end();
    return rows.map(({ id }) => id);
  };

  before(async () => {
    dir = await tempDir();
    for (const name of ['backups', 'bin']) await mkdir(join(dir, name));
    await writeFile(join(dir, 'bin/systemctl'), '#!/bin/sh\necho "$@" >&2\n');
    await chmod(join(dir, 'bin/systemctl'), 0o755);
    postgres = await startPostgres();
    const credentials = `cms_market:${encodeURIComponent(PASSWORD)}`;
    url = `postgres://${credentials}@127.0.0.1:${postgres.port}/cms_market?sslmode=disable`;
    env = await cleanEnvironment({ DATABASE_URL: url });
  });
  after(() => postgres.stop());

  it('has a role that owns its database and nothing else, in which the service makes its tables', async () => {
    const setUp = (await blocks()).find((block) => block.includes('createdb') && !block.includes('dropdb'));
    const shell = asAdmin(setUp ?? 'false');
    expect(shell.status, shell.stderr).to.equal(0);
    const program = await startProgram(env);
    expect(await program.stop()).to.equal(0);
    expect(await storeIds()).to.have.length(1);
  });

  it('is in the backup, and is restored by the commands of the document to what it was', async () => {
    const before = await storeIds();
    const saved = spawnSync('deploy/backup', {
      encoding: 'utf8',
      env: {
        ...env,
        NODE: process.execPath,
        ACTIVITIES_DIR: 'activities',
        BACKUP_DIR: join(dir, 'backups'),
      },
    });
    expect(saved.status, saved.stderr).to.equal(0);
    const [name = ''] = await readdir(join(dir, 'backups'));
    expect(await readdir(join(dir, 'backups', name))).to.have.members([
      ...['SHA256SUMS', 'activities.tar.gz', 'draws.sqlite', 'records.dump'],
    ]);
    // A later state, with a table of a newer program.
    await postgres.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = 'cms_market'`,
    );
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.query(`create table newer (no int); update store set id = 'another'`);
    await client.end();

    const restore = (await blocks()).find((block) => block.includes('pg_restore')) ?? 'false';
    const shell = asAdmin(restore.replace(/\b20\d\d-\d\d-\d\dT\d{6}Z\b/g, name));
    expect(shell.status, shell.stderr).to.equal(0);
    expect(shell.stderr).to.match(/^stop cms-market\n[\s\S]*start cms-market\n$/);
    expect(await storeIds()).to.deep.equal(before);
    const program = await startProgram(env);
    expect(await program.stop()).to.equal(0);
    expect(await storeIds(), 'the service takes it as its own').to.deep.equal(before);
  });

  it('fails as a backup where the dump fails, and leaves nothing that looks like one', async () => {
    const before = await readdir(join(dir, 'backups'));
    const failed = spawnSync('deploy/backup', {
      encoding: 'utf8',
      env: {
        ...env,
        NODE: process.execPath,
        ACTIVITIES_DIR: 'activities',
        BACKUP_DIR: join(dir, 'backups'),
        DATABASE_URL: url.replace('/cms_market?', '/none?'),
      },
    });
    expect(failed.status).not.to.equal(0);
    expect(failed.stderr).not.to.include('p@ss').and.not.to.include('p%40ss');
    expect(await readdir(join(dir, 'backups'))).to.deep.equal(before);
  });
});
