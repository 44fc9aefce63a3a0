import { expect } from 'chai';
import { Redis } from 'ioredis';
import { activitiesDir } from '../support/activities-dir.ts';
import { startRedis } from '../support/redis-server.ts';
import { runCommand } from '../support/run-command.ts';

const COMMANDS = [
  ...['serve', 'new', 'check', 'diff', 'simulate', 'explain', 'audit', 'export', 'grant', 'accept', 'schema'],
  ...['publish', 'history', 'show', 'rollback', 'pause', 'resume', 'rollout', 'approve'],
  'deliveries',
];

describe('the program', () => {
  for (const [language, heading, summary] of [
    ['en', 'Commands:', 'print the log of draws'],
    ['zh', '命令：', '导出抽奖日志'],
  ] as const) {
    it(`lists its commands: ${language}`, async () => {
      const { code, stdout } = await runCommand(['--help', '--lang', language]);
      expect(code).to.equal(0);
      expect(stdout).to.include(heading).and.include(summary);
      for (const command of COMMANDS) expect(stdout).to.match(new RegExp(`^ {2}${command}\\b`, 'm'));
    });

    it(`explains each command: ${language}`, async () => {
      for (const command of COMMANDS) {
        const { code, stdout } = await runCommand([command, '--help', `--lang=${language}`]);
        expect(code, command).to.equal(0);
        const described = stdout.split('\n').filter((line) => /^ {2}-/.test(line));
        expect(described.length, command).to.be.above(1);
        if (language === 'zh') expect(stdout, command).to.match(/\p{Script=Han}.*\n[\s\S]*选项：/u);
      }
    });
  }

  it('takes its language from the locale, and --lang overrules it', async () => {
    const LANG = 'zh_CN.UTF-8';
    expect((await runCommand(['--help'], { LANG })).stdout).to.include('命令：');
    expect((await runCommand(['--help', '--lang', 'en'], { LANG })).stdout).to.include('Commands:');
  });

  it('exits with 2 on wrong usage, and shows what is right', async () => {
    for (const args of [
      ['unknown'],
      ['export'],
      ['simulate', '1055', '--users', '0'],
      ['check', '--lang', 'fr'],
      ['explain', '1055', '--token', 't', '--uid', 'u'],
      ['grant'],
      ['grant', '1055', 'ann', '--key', 'a b', '--chances', '1'],
      ['grant', '1055', 'ann', '--key', 'k', '--chances', '10001'],
      ['grant', '1055', '--file', 'f.csv', '--key', 'k'],
      ['accept'],
      ['publish', '1055', '--at', 'soon'],
      ['rollout', '1055', '--percent', '0'],
      ['approve', '1055'],
      ['history', '1055', '--limit', '0'],
      ['deliveries', '--state', 'lost'],
      ['deliveries', 'retry', '--state', 'failed'],
      ['deliveries', 'start'],
    ]) {
      const { code, stdout, stderr } = await runCommand(args);
      expect([code, stdout], args.join(' ')).to.deep.equal([2, '']);
      expect(stderr, args.join(' ')).to.match(/^error: /m);
    }
  });

  it('exits with 78 on wrong settings, and names each', async () => {
    const { code, stderr } = await runCommand(['audit'], { WORKERS: '0', PASSPORT_URL: 'nowhere' });
    expect(code).to.equal(78);
    expect(stderr)
      .to.match(/^PASSPORT_URL="nowhere": /m)
      .and.match(/^WORKERS="0": /m);
  });

  it('says what Redis refuses to it', async () => {
    const redis = await startRedis();
    const client = new Redis(redis.port, '127.0.0.1');
    try {
      await client.call('ACL', 'SETUSER', 'app', 'on', '>secret', '~*', '&*', '+@all', '-hgetall');
      const env = { REDIS_URL: `redis://app:secret@127.0.0.1:${redis.port}` };
      for (const command of ['audit', 'export']) {
        const { code, stdout, stderr } = await runCommand([command, '1055'], env);
        expect([code, stdout], command).to.deep.equal([1, '']);
        expect(stderr, command).to.match(/NOPERM .*hgetall/);
      }
    } finally {
      client.disconnect();
      await redis.stop();
    }
  });

  it('runs many times at once in one process, each by its own environment', async () => {
    const dirs = await Promise.all(['a', 'b', 'c'].map((id) => activitiesDir({ [id]: { dispatch: 'sku' } })));
    const found = await Promise.all(
      dirs.map(async (ACTIVITIES_DIR) => {
        const { code, stdout } = await runCommand(['check', '--json'], { ACTIVITIES_DIR });
        return [
          code,
          JSON.parse(stdout).summaries.map(({ activityId }: { activityId: string }) => activityId),
        ];
      }),
    );
    expect(found).to.deep.equal([
      [0, ['a']],
      [0, ['b']],
      [0, ['c']],
    ]);
  });
});
