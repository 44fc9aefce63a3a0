import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { sha256 } from '../contracts/sample-releases.ts';
import { activitiesDir } from '../support/activities-dir.ts';
import { type RunningProgram, runProgram, startProgram } from '../support/built-program.ts';
import { ask } from '../support/http.ts';
import { startPostgres, type TestPostgres } from '../support/postgres.ts';
import { tempDir } from '../support/temp-dir.ts';
import { until } from '../support/until.ts';

const ACTIVITY = {
  dispatch: 'sku',
  title: 'A',
  is_login_user: true,
  page: { banner: 'media/a.png', share_image: 'media/b.png' },
};

const versionOf = (content: string) => sha256(content).slice(0, 16);

describe('the pictures of releases in PostgreSQL', () => {
  let postgres: TestPostgres;
  let root: string;
  let env: Readonly<Record<string, string>>;
  let dirs: readonly [string, string];
  const programs: RunningProgram[] = [];

  before(async () => {
    postgres = await startPostgres();
    root = await activitiesDir({ a1: ACTIVITY });
    await mkdir(join(root, 'a1', 'media'));
    await write('a.png', 'first');
    await write('b.png', 'b');
    env = { ACTIVITIES_DIR: root, DATABASE_URL: await postgres.newDatabase(), PUBLISH: 'manual' };
    dirs = [await tempDir(), await tempDir()];
    await command('publish', 'a1');
    for (const dir of dirs) programs.push(await started(dir));
  });
  after(async () => {
    for (const program of programs) await program.stop();
    await postgres.stop();
  });

  const write = (name: string, content: string) => writeFile(join(root, 'a1', 'media', name), content);
  const started = (DATA_DIR: string) =>
    startProgram({ ...env, DATA_DIR, ROLE: 'public' }, { publishes: false });

  async function command(...args: readonly string[]): Promise<void> {
    const { code, stdout, stderr } = await runProgram([...args, '--yes'], { ...env, DATA_DIR: dirs[0] });
    expect(code, `${stdout}${stderr}`).to.equal(0);
  }

  const dataOf = async (program: RunningProgram, token = 'demo-ann@1000') =>
    (await ask(`${program.base}/static?activity_id=a1&token=${token}`)).json.data;
  const bannerOf = async (program: RunningProgram, token?: string) =>
    (await dataOf(program, token)).media_versions['a.png'];
  const media = (program: RunningProgram, path: string) => ask(`${program.base}/media/a1/${path}`);
  const copies = async (dir: string) => (await readdir(join(dir, 'pictures')).catch(() => [])).sort();
  const areCopied = (dir: string, ...contents: readonly string[]) =>
    until(async () => `${await copies(dir)}` === `${contents.map(sha256).sort()}`, {
      what: `the copies in ${dir}`,
    });

  it('are the same for each process, and copied by each machine before anyone asks', async () => {
    for (const [index, program] of programs.entries()) {
      expect(await bannerOf(program)).to.equal(versionOf('first'));
      await areCopied(dirs[index] as string, 'first', 'b');
      expect((await media(program, `a.png?v=${versionOf('first')}`)).text).to.equal('first');
    }
  });

  it('of a draft that is not published are nobody’s', async () => {
    await write('a.png', 'draft');
    for (const program of programs) {
      const answer = await media(program, `a.png?v=${versionOf('draft')}`);
      expect([answer.text, answer.headers.get('Cache-Control')]).to.deep.equal(['first', 'no-cache']);
    }
  });

  it('of a candidate are for those who get it', async () => {
    await command('rollout', 'a1', '--zones', '2000');
    for (const program of programs) {
      await until(async () => (await bannerOf(program, 'demo-bob@2000')) === versionOf('draft'), {
        what: 'the rollout',
      });
      expect(await bannerOf(program)).to.equal(versionOf('first'));
      expect((await media(program, `a.png?v=${versionOf('draft')}`)).text).to.equal('draft');
      expect((await media(program, `a.png?v=${versionOf('first')}`)).text).to.equal('first');
      expect((await media(program, 'a.png')).text).to.equal('first');
    }
    await areCopied(dirs[0], 'first', 'draft', 'b');
    await command('rollout', 'a1', '--promote');
    for (const program of programs)
      await until(async () => (await bannerOf(program)) === versionOf('draft'), { what: 'the promotion' });
  });

  it('are there after a restart without the store, whatever the folder has', async () => {
    await areCopied(dirs[0], 'first', 'draft', 'b');
    await postgres.kill();
    await rm(join(root, 'a1', 'media'), { recursive: true });
    await programs[0]?.stop();
    programs[0] = await started(dirs[0]);
    const [program] = programs as [RunningProgram];
    expect(await bannerOf(program)).to.equal(versionOf('draft'));
    const answer = await media(program, `a.png?v=${versionOf('draft')}`);
    expect([answer.status, answer.text]).to.deep.equal([200, 'draft']);
    expect((await media(program, 'b.png')).text).to.equal('b');
  });

  it('without the store and the copy come from the folder, where it has the same, else are a fault', async () => {
    const dir = dirs[1];
    await programs[1]?.stop();
    await rm(join(dir, 'pictures'), { recursive: true });
    programs[1] = await started(dir);
    const program = programs[1] as RunningProgram;
    const path = `a.png?v=${versionOf('draft')}`;
    const fault = await media(program, path);
    expect([fault.status, fault.json.ret]).to.deep.equal([503, 5003]);
    expect(fault.headers.get('Cache-Control')).to.equal('private, no-store');
    await mkdir(join(root, 'a1', 'media'));
    await write('a.png', 'something else');
    expect((await media(program, path)).status).to.equal(503);
    await write('a.png', 'draft');
    expect((await media(program, path)).text).to.equal('draft');
    // By now it is in memory.
    await write('a.png', 'something else');
    expect((await media(program, path)).text).to.equal('draft');
    expect((await media(program, 'b.png')).status).to.equal(503);
  });

  it('come from the store when it is back', async () => {
    postgres = await startPostgres({ port: postgres.port, dir: postgres.dir });
    const program = programs[1] as RunningProgram;
    await until(async () => (await media(program, 'b.png')).status === 200, { what: 'the record store' });
    expect((await media(program, 'b.png')).text).to.equal('b');
    await command('rollback', 'a1');
    await until(async () => (await bannerOf(program)) === versionOf('first'), { what: 'the rollback' });
    expect((await media(program, `a.png?v=${versionOf('first')}`)).text).to.equal('first');
  });
});
