import { expect } from 'chai';
import { Redis } from 'ioredis';
import { activitiesDir } from '../support/activities-dir.ts';
import { startProgram } from '../support/built-program.ts';
import { ask, postJson } from '../support/http.ts';
import { startRedis } from '../support/redis-server.ts';
import { runCommand } from '../support/run-command.ts';
import { DURABLE } from '../support/stores.ts';
import { tempDir } from '../support/temp-dir.ts';
import { until } from '../support/until.ts';

const lucky = {
  dispatch: 'shake',
  is_login_user: true,
  prizes: [{ id: 'car', name: 'A car' }],
  rules: { prizes: { car: { odds: '100%' } } },
};

describe('accept, after Redis was flushed under the service', () => {
  it('lets draws go on, which stop until then', async () => {
    const redis = await startRedis({ args: DURABLE });
    const env = { REDIS_URL: redis.url, ACTIVITIES_DIR: await activitiesDir({ lucky }) };
    const program = await startProgram(env);
    const draw = (requestId: string) =>
      postJson(`${program.base}/shake/draw`, {
        ...{ activity_id: 'lucky', token: 'demo-ann', request_id: requestId },
      });
    // Again until it is answered, as the page does.
    const drawn = async (requestId: string) => {
      let answer = await draw(requestId);
      await until(
        async () => {
          if (answer.json.ret !== 0) answer = await draw(requestId);
          return answer.json.ret === 0;
        },
        { what: 'a draw' },
      );
      return answer.json.data;
    };
    const accept = (...args: string[]) => runCommand(['accept', 'lucky', ...args], env);

    for (let no = 0; no < 3; no++) await drawn(`request-${no}`);
    expect((await accept()).code, 'while nothing is lost').to.equal(0);
    const client = new Redis(redis.port, '127.0.0.1');
    await client.flushall();
    client.disconnect();
    expect((await draw('request-lost')).json.ret).to.equal(5003);
    expect((await ask(`${program.origin}/readyz`)).text).to.include('cms-market accept lucky');

    const shown = await accept();
    expect(shown.code).to.equal(1);
    // The rules are an entry, too.
    expect(shown.stdout).to.include('entries 1 to 4 of the log');
    expect((await draw('request-lost')).json.ret, 'it was only shown').to.equal(5003);

    expect((await accept('--yes')).code).to.equal(0);
    expect((await drawn('request-new')).prize.id).to.equal('car');
    await program.stop();
    await redis.stop();
  });
});

describe('accept, with SQLite', () => {
  it('has nothing to do', async () => {
    const { code, stderr } = await runCommand(['accept', 'lucky', '--yes'], { DATA_DIR: await tempDir() });
    expect([code, stderr]).to.deep.equal([
      0,
      'cms-market: draws are kept in SQLite here, which this command has nothing to do with\n',
    ]);
  });
});
