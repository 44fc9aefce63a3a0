import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { activitiesDir } from '../support/activities-dir.ts';
import { startProgram } from '../support/built-program.ts';
import { drawAll } from '../support/draw-load.ts';
import { ask } from '../support/http.ts';
import { runCommand } from '../support/run-command.ts';
import { stores } from '../support/stores.ts';
import { tempDir } from '../support/temp-dir.ts';
import { until } from '../support/until.ts';

const lucky = {
  dispatch: 'shake',
  is_login_user: true,
  is_check_zone: true,
  zones: ['1000'],
  prizes: [{ id: 'car', name: '汽车' }],
  rules: {
    chances: { total: 1 },
    prizes: { car: { odds: '100%', stock: 5, value: '9.00' } },
    budget: '30.00',
  },
};

for (const [name, startStore] of Object.entries(stores)) {
  it(`explain reads the books on ${name} beside the running service, and changes nothing`, async () => {
    const store = await startStore();
    const env = { ...store.env, ACTIVITIES_DIR: await activitiesDir({ a1: lucky }) };
    const explained = async (...args: string[]) => {
      const { code, stdout } = await runCommand(['explain', 'a1', ...args, '--json'], env);
      return { code, ...JSON.parse(stdout) };
    };
    const program = await startProgram(env);
    await drawAll(program.base, 'a1', [{ uid: 'ann', requestId: 'request-1' }]);

    const ann = await explained('--uid', 'ann', '--zone', '1000');
    expect(ann).to.include({ code: 1, static: 'served', draw: 'no_chance' });
    const ben = await explained('--token', 'demo-ben@1000');
    expect(ben).to.include({ code: 0, static: 'served', draw: 'served', uid: 'ben' });
    expect(ben.steps.at(-1).why).to.equal('car drawn: car is won (1 awarded of 5)');
    expect(ben.steps.at(-2).why).to.equal('9.00 spent of 30.00, 21.00 left');
    expect(await explained('--token', 'nobody')).to.include({ code: 1, draw: 'token_refused' });

    const [answer] = await drawAll(program.base, 'a1', [{ uid: 'ben', requestId: 'request-1' }]);
    expect(answer?.data).to.include({ draw_no: 1, won: true });
    const audit = await runCommand(['audit', 'a1'], env);
    expect(audit.stdout).to.match(/^a1: 2 draws of 2 users, 2 wins, [0-9.]+ spent: in order\n/);
    await program.stop();
    await store.stop();
  });
}

it('explain names the release and the side of a rollout, and audit finds each draw in its release', async () => {
  const folder = await activitiesDir({ a1: lucky });
  const env = { DATA_DIR: await tempDir(), ACTIVITIES_DIR: folder };
  const run = async (...args: string[]) => {
    const { code, stdout, stderr } = await runCommand(args, env);
    return { code, stderr, ...JSON.parse(stdout) };
  };
  const explained = (uid: string, ...more: string[]) =>
    run('explain', 'a1', '--uid', uid, '--zone', '1000', '--json', ...more);
  expect(await explained('ann'), 'before anything is published').to.include({ source: 'draft' });
  const program = await startProgram(env);
  try {
    expect(await explained('ann')).to.include({ source: 'published', release: 1, rollout: null, code: 0 });
    const candidate = join(await tempDir(), 'candidate.json');
    await writeFile(
      candidate,
      JSON.stringify({ ...lucky, rules: { ...lucky.rules, chances: { total: 2 } } }),
    );
    const users = join(await tempDir(), 'users.txt');
    await writeFile(users, 'ann\n');
    await run('rollout', 'a1', '--users', users, '--file', candidate, '--yes', '--json');
    const [ann, ben] = [await explained('ann'), await explained('ben')];
    expect([ann.release, ben.release]).to.deep.equal([2, 1]);
    const sides = { release: 1, candidate: 2, by: 'users', listed: 1 };
    expect([ann.rollout, ben.rollout]).to.deep.equal([
      { ...sides, gets_candidate: true },
      { ...sides, gets_candidate: false },
    ]);
    const release = async (uid: string) => {
      const { headers } = await ask(`${program.base}/static?activity_id=a1&token=demo-${uid}%401000`);
      return headers.get('X-Release');
    };
    await until(async () => (await release('ann')) === '2', { what: 'the candidate' });
    expect(await release('ben')).to.equal('1');
    await drawAll(program.base, 'a1', [
      { uid: 'ann', requestId: 'request-1' },
      { uid: 'ann', requestId: 'request-2' },
      { uid: 'ben', requestId: 'request-1' },
    ]);
    await run('pause', 'a1', '--json');
    expect(await explained('ben')).to.include({ code: 1, static: 'paused', draw: 'paused' });
    expect(await explained('cid', '--draft')).to.include({ source: 'draft', draw: 'served', release: null });
    const { stdout, code } = await runCommand(['audit', 'a1'], env);
    expect(stdout).to.match(/^a1: 3 draws of 2 users, 3 wins, [0-9.]+ spent: in order\n/);
    expect(stdout)
      .to.match(/of release 2 from .*: 2 draws/)
      .and.match(/of release 1 from .*: 1 draws/);
    expect(stdout).not.to.include('not compared');
    expect(code).to.equal(0);
  } finally {
    await program.stop();
  }
});

it('explain refuses what is not a time, and a zone beside a token', async () => {
  for (const args of [
    ['--at', 'noon'],
    ['--token', 't', '--zone', '1'],
    ['--token', 't', '--uid', 'u'],
  ]) {
    expect((await runCommand(['explain', 'a1', ...args])).code, args.join(' ')).to.equal(2);
  }
});
