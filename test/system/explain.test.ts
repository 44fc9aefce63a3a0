import { expect } from 'chai';
import { activitiesDir } from '../support/activities-dir.ts';
import { startProgram } from '../support/built-program.ts';
import { drawAll } from '../support/draw-load.ts';
import { runCommand } from '../support/run-command.ts';
import { stores } from '../support/stores.ts';

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

it('explain refuses what is not a time, and a zone beside a token', async () => {
  for (const args of [
    ['--at', 'noon'],
    ['--token', 't', '--zone', '1'],
    ['--token', 't', '--uid', 'u'],
  ]) {
    expect((await runCommand(['explain', 'a1', ...args])).code, args.join(' ')).to.equal(2);
  }
});
