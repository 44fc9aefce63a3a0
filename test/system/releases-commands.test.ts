import { randomUUID } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { activitiesDir } from '../support/activities-dir.ts';
import { type RunningProgram, startProgram } from '../support/built-program.ts';
import { ask, postJson } from '../support/http.ts';
import { lucky, luckyWith } from '../support/operator.ts';
import { promised } from '../support/promised.ts';
import { runCommand } from '../support/run-command.ts';
import { tempDir } from '../support/temp-dir.ts';
import { until } from '../support/until.ts';

describe('the commands of releases, beside the service that publishes by command alone', () => {
  let env: Record<string, string>;
  let program: RunningProgram;
  before(async () => {
    env = {
      ACTIVITIES_DIR: await activitiesDir({ lucky }),
      DATA_DIR: await tempDir(),
      PUBLISH: 'manual',
      ROLE: 'all',
    };
    program = await startProgram(env);
  });
  after(() => program?.stop());

  const run = async (...args: string[]) => {
    const run = await runCommand([...args, '--lang', 'en'], env);
    expect(run.code, `${args.join(' ')}: ${run.stdout}${run.stderr}`).to.equal(0);
    return run.stdout;
  };
  const draft = () => join(env.ACTIVITIES_DIR ?? '', 'lucky', 'data.json');
  const edit = (data: object) => writeFile(draft(), JSON.stringify(data));
  const fileWith = async (data: object) => {
    const path = join(await tempDir(), 'new.json');
    await writeFile(path, JSON.stringify(data));
    return path;
  };
  const served = async (uid = 'ann') => {
    const { json, headers } = await ask(`${program.base}/static?activity_id=lucky&token=demo-${uid}`);
    return { ret: json.ret, title: json.data.title, release: headers.get('X-Release') };
  };
  const draw = async () => {
    const body = { activity_id: 'lucky', token: 'demo-ann', request_id: randomUUID() };
    return (await postJson(`${program.base}/shake/draw`, body)).json;
  };
  /* A time that is over when the command has started is refused. The next one is further away. */
  const scheduledSoon = async () => {
    for (let leadMs = 2000; ; leadMs *= 2) {
      const at = Date.now() + leadMs;
      const args = ['publish', 'lucky', '--at', new Date(at).toISOString(), '--yes', '--lang', 'en'];
      const { code, stdout, stderr } = await runCommand(args, env);
      if (code === 2 && leadMs < 30_000 && stderr.includes('must be a time to come')) continue;
      expect(code, stderr).to.equal(0);
      return { at, stdout };
    }
  };
  const servesTitle = (title: string) =>
    until(async () => (await served()).title === title, { what: `${title} to be served` });

  it('publish: what is served changes by it alone', async () => {
    expect((await served()).ret).to.equal(1002);
    await run('publish', 'lucky', '--yes');
    await servesTitle(lucky.title);
    expect(await served()).to.deep.equal({ ret: 0, title: lucky.title, release: '1' });
    await edit(luckyWith('二'));
    expect((await served()).title).to.equal(lucky.title);
    expect((await draw()).ret).to.equal(0);
    const stdout = await run('publish', 'lucky', '--yes', '--note', '第二版');
    // Of what was drawn, the service has the counts.
    expect(stdout).to.match(/杯子 +50% +9 +[01] +22\.50/);
    await servesTitle('二');
    expect((await served()).release).to.equal('2');
  });

  it('rollback: the text before is served, and is the draft again', async () => {
    await run('rollback', 'lucky', '--yes');
    await servesTitle(lucky.title);
    expect((await served()).release).to.equal('3');
    expect(JSON.parse(await readFile(draft(), 'utf8'))).to.deep.equal(lucky);
  });

  it('pause and resume: neither data nor draws, and both again', async () => {
    await promised({ pausedMs: 1000 }, async () => {
      await run('pause', 'lucky');
      const from = performance.now();
      await until(async () => (await served()).ret === 1007, { what: 'the pause' });
      const pausedMs = performance.now() - from;
      expect((await draw()).ret).to.equal(1007);
      await run('resume', 'lucky');
      await until(async () => (await served()).ret === 0, { what: 'the end of the pause' });
      return { pausedMs };
    });
  });

  it('rollout: half of the users, then none, then all', async () => {
    const users = Array.from({ length: 40 }, (_, no) => `user-${no}`);
    const titles = async () => Promise.all(users.map(async (uid) => (await served(uid)).title));
    const candidates = async () => (await titles()).filter((title) => title === '候选').length;
    const file = await fileWith(luckyWith('候选'));
    await run('rollout', 'lucky', '--percent', '50', '--file', file, '--yes');
    await until(async () => (await candidates()) > 0, { what: 'the candidate' });
    const some = await titles();
    expect(await candidates()).to.be.within(8, 32);
    expect(await titles()).to.deep.equal(some);
    await run('rollout', 'lucky', '--abort', '--yes');
    await until(async () => (await candidates()) === 0, { what: 'the end of the rollout' });
    const list = await fileWith({});
    await writeFile(list, 'user-3\nuser-5\n');
    await run('rollout', 'lucky', '--users', list, '--file', file, '--yes');
    await until(async () => (await candidates()) === 2, { what: 'two users' });
    expect((await served('user-5')).title).to.equal('候选');
    await run('rollout', 'lucky', '--promote', '--yes');
    await until(async () => (await candidates()) === users.length, { what: 'all users' });
    expect(JSON.parse(await readFile(draft(), 'utf8')).title).to.equal('候选');
  });

  it('publish --at: served when it is due', async () => {
    await edit(luckyWith('准时'));
    const { at, stdout } = await scheduledSoon();
    expect(stdout).to.include('will be published');
    const seen: { readonly title: string; readonly by: number }[] = [];
    const look = async () => {
      const { title } = await served();
      seen.push({ title, by: Date.now() });
      return title;
    };
    await until(async () => (await look()) === '准时', { what: 'it to be served' });
    const isClosed = async () => JSON.parse(await run('history', 'lucky', '--json')).scheduled.length === 0;
    await until(isClosed, { what: 'the publisher to note that it is published' });
    const { changes } = JSON.parse(await run('history', 'lucky', '--json'));
    expect(changes[0]).to.include({ action: 'publish', author: userInfo().username });
    const inForceAt = Date.parse(changes[0].inForceAt);
    expect(inForceAt, 'not before its time').to.be.at.least(at);
    const early = seen.filter(({ by }) => by < inForceAt - 100);
    expect(early.filter(({ title }) => title !== '候选')).to.deep.equal([]);
  });

  it('publish --cancel: nothing is scheduled any more, and history names the person who has cancelled it', async () => {
    await edit(luckyWith('取消'));
    await run('publish', 'lucky', '--at', '2098-01-01T00:00:00+08:00', '--yes');
    // As the service's own command passes it on.
    const asCid = { ...env, CMS_MARKET_USER: 'cid' };
    expect((await runCommand(['publish', 'lucky', '--cancel'], asCid)).code).to.equal(0);
    const { scheduled, cancelled } = JSON.parse(await run('history', 'lucky', '--json'));
    expect(scheduled).to.deep.equal([]);
    expect(cancelled[0]).to.include({ reason: 'operator', detail: 'cid', author: userInfo().username });
    expect((await served()).title).to.equal('准时');
  });

  it('approve: nothing is published that only its author has read', async () => {
    await edit(luckyWith('审批'));
    const strict = { ...env, REQUIRE_APPROVAL: 'true' };
    const publish = () => runCommand(['publish', 'lucky', '--yes', '--as', 'ann', '--json'], strict);
    const refused = await publish();
    expect(refused.code).to.equal(1);
    const { reason, release } = JSON.parse(refused.stdout);
    expect(reason).to.equal('not_approved');
    const approved = await runCommand(['approve', 'lucky', '--hash', release.hash, '--as', 'bob'], strict);
    expect(approved.code).to.equal(0);
    expect((await publish()).code).to.equal(0);
    await servesTitle('审批');
  });
});
