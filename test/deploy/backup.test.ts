import { spawn, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { chmod, chown, cp, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { expect } from 'chai';
import Database from 'libsql';
import { logLines } from '../support/built-program.ts';
import { type ChildProgram, startChild } from '../support/child-program.ts';
import { ask, postJson } from '../support/http.ts';
import { type InstalledCommand, installCommand } from '../support/installed-command.ts';
import { serviceUser } from '../support/service-user.ts';
import { until } from '../support/until.ts';

const DOCUMENT = 'docs/operations.md';
const FILES = ['draws.sqlite', 'records.sqlite'];

/** Reads the record store as it lies there, and leaves nothing beside it. */
function storeIdIn(dir: string): unknown {
  const db = new Database(join(dir, 'records.sqlite'), { readonly: true });
  const { id } = db.prepare('SELECT id FROM store').get() as { id: string };
  db.close();
  return id;
}

describe('the drill: a backup beside the running service, restored as docs/operations.md says', () => {
  const user = serviceUser();
  let installed: InstalledCommand;
  let env: Record<string, string>;
  let data: string;
  let backups: string;
  let service: ChildProgram | undefined;
  let origin = '';

  const here = (path: string) => join(installed.root, path);
  const as = (command: readonly string[]) => [...user.become, ...command] as [string, ...string[]];

  async function start(): Promise<void> {
    const [command, ...args] = as([process.execPath, 'dist/main.js', 'serve']);
    service = startChild(command, args, { ...env, PORT: '0' });
    const listening = () => logLines(service?.stdout() ?? '').find(({ msg }) => msg === 'listening');
    await until(() => listening() !== undefined, { what: 'the service to listen' });
    origin = `http://127.0.0.1:${listening()?.port}/cms-market`;
  }

  async function draw(uid: string): Promise<void> {
    const fields = { activity_id: '1055', token: `demo-${uid}@1000`, request_id: randomUUID() };
    expect((await postJson(`${origin}/shake/draw`, fields)).json.ret).to.equal(0);
  }

  async function backup(more: Record<string, string> = {}): Promise<{ code: number; stderr: string }> {
    const [command, ...args] = as(['deploy/backup']);
    const child = spawn(command, args, { env: { ...env, ...more }, stdio: ['ignore', 'inherit', 'pipe'] });
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text) => {
      stderr += text;
    });
    const [code] = await once(child, 'close');
    return { code, stderr };
  }

  const folders = async () => (await readdir(backups)).sort();

  before(async () => {
    installed = await installCommand(user);
    [data, backups] = [here('var/lib/cms-market'), here('var/backups/cms-market')];
    for (const dir of [data, backups]) {
      await mkdir(dir, { mode: 0o700 });
      if (user.become.length > 0) await chown(dir, user.uid, -1);
    }
    const activities = here('srv/cms-market/activities');
    await cp('activities', activities, { recursive: true });
    spawnSync('chmod', ['-R', 'a+rX', activities]);
    await installed.setEnv('NODE_ENV=development\n');
    const { PATH = '' } = process.env;
    const folder = { DATA_DIR: data, ACTIVITIES_DIR: activities, BACKUP_DIR: backups };
    env = { PATH, NODE: process.execPath, ...folder };
    await start();
  });
  after(() => service?.stop());

  it('saves a book that is whole while draws go on, and the activities', async () => {
    await Promise.all(Array.from({ length: 50 }, (_, no) => draw(`before-${no}`)));
    const drawing = Promise.all(Array.from({ length: 50 }, (_, no) => draw(`during-${no}`)));
    const { code, stderr } = await backup();
    await drawing;
    expect(code, stderr).to.equal(0);
    expect(stderr).to.match(/BACKUP_COPY is not set: a copy on this machine alone is lost with it/);
    const [name = '', ...others] = await folders();
    expect(others).to.deep.equal([]);
    expect(await readdir(join(backups, name))).to.have.members([
      'SHA256SUMS',
      'activities.tar.gz',
      'draws.sqlite',
      'records.sqlite',
    ]);
    for (const file of FILES) expect((await stat(join(backups, name, file))).mode & 0o777).to.equal(0o600);
    const listed = spawnSync('tar', ['-tzf', join(backups, name, 'activities.tar.gz')], { encoding: 'utf8' });
    expect(listed.stdout).to.include('./1055/data.json');
  });

  it('is restored by the commands of the document, to the service’s user alone, and audits cleanly', async () => {
    await draw('too-late');
    const [name = ''] = await folders();
    await service?.stop('SIGKILL');
    // The disk has been lost, and what is left of the book and of the records is broken.
    for (const file of FILES) {
      await writeFile(join(data, file), 'broken');
      await writeFile(join(data, `${file}-wal`), 'broken');
    }

    const restore =
      /^## Restore[\s\S]*?^```sh\n([\s\S]*?)^```/m.exec(await readFile(DOCUMENT, 'utf8'))?.[1] ?? '';
    expect(restore)
      .to.match(/^systemctl stop cms-market$/m)
      .and.to.match(/^cms-market audit$/m);
    const bin = here('usr/local/bin');
    await writeFile(join(bin, 'systemctl'), '#!/bin/sh\necho "$@" >&2\n', { mode: 0o755 });
    await chmod(bin, 0o755);
    const script = installed.here(restore).replace(/\b20\d\d-\d\d-\d\dT\d{6}Z\b/g, name);
    const shell = spawnSync('sh', ['-euc', script], {
      encoding: 'utf8',
      env: { PATH: [bin, env.PATH].join(delimiter) },
      timeout: 30_000,
    });
    expect(shell.status, shell.stdout + shell.stderr).to.equal(0);
    expect(shell.stderr).to.match(/^stop cms-market\nstart cms-market\n/);
    expect(shell.stdout).to.match(/1055/);

    for (const file of FILES) {
      const restored = await stat(join(data, file));
      expect([restored.uid, restored.mode & 0o777], file).to.deep.equal([user.uid, 0o600]);
      expect(await readFile(join(data, `${file}.broken`), 'utf8'), file).to.equal('broken');
    }
    // The same record store: by its id a Redis knows it again.
    const [saved, back] = [join(backups, name), data].map((dir) => storeIdIn(dir));
    expect(back)
      .to.equal(saved)
      .and.to.match(/^[0-9a-f-]{36}$/);
  });

  it('serves and books again, what was drawn before the backup counts, what came later is gone', async () => {
    await start();
    const drawn = async (uid: string) => {
      const answer = await ask(`${origin}/static?activity_id=1055&token=demo-${uid}@1000`);
      return answer.json.data.user_draw_info.drawn_total;
    };
    expect(await drawn('before-7')).to.equal(1);
    expect(await drawn('too-late')).to.equal(0);
    await draw('after');
    for (const file of await readdir(data)) {
      const { uid } = await stat(join(data, file));
      if (!file.endsWith('.broken')) expect(uid, file).to.equal(user.uid);
    }
    const audit = spawnSync(installed.command, ['audit', '1055'], {
      encoding: 'utf8',
      env: { PATH: env.PATH },
    });
    expect([audit.status, audit.stderr]).to.deep.equal([0, '']);
  });

  it('keeps the newest, and copies them elsewhere by a command of the operator’s', async () => {
    for (const old of ['2020-01-01T000000Z', '2020-01-02T000000Z', 'unfinished', 'other']) {
      await mkdir(join(backups, old), { recursive: true });
      if (user.become.length > 0) await chown(join(backups, old), user.uid, -1);
    }
    const BACKUP_COPY = 'ls "$BACKUP_DIR" >&2';
    const { code, stderr } = await backup({ BACKUP_KEEP: '2', BACKUP_COPY });
    expect(code, stderr).to.equal(0);
    const left = await folders();
    expect(left.filter((name) => /^20/.test(name))).to.have.length(2);
    expect(left).not.to.include.members(['2020-01-01T000000Z']).and.not.to.include('unfinished');
    expect(left).to.include('other');
    for (const name of left) expect(stderr).to.include(name);
  });

  it('fails where the copy, or the book, cannot be had, and leaves nothing that looks like a backup', async () => {
    const before = await folders();
    const failed = await backup({ BACKUP_COPY: 'exit 3' });
    expect(failed.code).to.equal(1);
    expect(failed.stderr).to.match(/BACKUP_COPY failed: there is no copy of this backup elsewhere/);
    const broken = here('var/lib/broken');
    await mkdir(broken);
    await writeFile(join(broken, 'draws.sqlite'), 'no book '.repeat(1000));
    spawnSync('chmod', ['-R', 'a+rwX', broken]);
    const after = await folders();
    expect(after.length).to.equal(before.length + 1);
    expect((await backup({ DATA_DIR: broken })).code).not.to.equal(0);
    expect(await folders()).to.deep.equal(after);
  });

  it('keeps at least the one that it makes', async () => {
    const before = await folders();
    for (const BACKUP_KEEP of ['0', '-1', 'all', '1.5']) {
      const { code, stderr } = await backup({ BACKUP_KEEP });
      expect([code, stderr]).to.deep.equal([78, 'backup: BACKUP_KEEP must be a whole number from 1\n']);
    }
    expect(await folders()).to.deep.equal(before);
  });
});
