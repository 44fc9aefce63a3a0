import { stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { logLines, runProgram, startProgram } from '../support/built-program.ts';
import { ask } from '../support/http.ts';
import { startHttpServer } from '../support/http-server.ts';
import { runCommand } from '../support/run-command.ts';
import { tempDir } from '../support/temp-dir.ts';

describe('the settings', () => {
  it('are all reported at once when they are wrong: the variable, the value, what is allowed', async () => {
    const wrong = {
      HOST: 'http://x',
      PORT: '70000',
      CONSOLE_HOST: 'http://x',
      CONSOLE_PORT: '3034 please',
      CONSOLE_URL: 'https://console.example.com/admin',
      PUBLIC_URL: 'https://shop.example.com/cms-market',
      OIDC_ISSUER: 'http://id.example.com',
      OIDC_CLIENT_ID: 'two words',
      OIDC_CLIENT_SECRET_FILE: '/nowhere/oidc',
      OIDC_ROLES: 'marketing=king',
      OIDC_ROLE_CLAIM: 'two words',
      OIDC_SCOPE: 'profile',
      OIDC_LABEL: 'x'.repeat(65),
      BASE_PATH: 'cms/',
      REDIS_URL: 'mysql://root:s3cret@db',
      ROLE: 'both',
      DATABASE_URL: 'postgres://me:s3cret@/?password=s3cret',
      DATA_KEY_FILE: '/nowhere/keys.json',
      ENDPOINTS_FILE: '/nowhere/endpoints.json',
      PASSPORT_URL: 'ftp://x',
      PASSPORT_TIMEOUT_MS: '2s',
      SESSION_TTL_SECONDS: '0',
      TRUST_PROXY: 'everyone',
      CORS_ORIGINS: 'https://shop.example/h5',
      BLOCKED_USERS: 'u666,,u667',
      WORKERS: 'many',
      DRAW_RATE_LIMIT: '10 per second',
      UNKNOWN_TOKEN_LIMIT: '0/10s',
      UNKNOWN_TOKEN_LIMIT_PER_NETWORK: 'none',
      RISK_URL: 'ftp://x',
      RISK_TIMEOUT_MS: '3001',
      RISK_FAIL: 'perhaps',
      RISK_TOKEN_FILE: '/nowhere/risk',
      KEEP_DRAWS_DAYS: '3651',
      DRAIN_DELAY_MS: '8001',
      WECHAT_APP_ID: 'gh_0123456789ab',
      WECHAT_SECRET_FILE: '/nowhere/wechat',
      WECHAT_API_URL: 'https://api.weixin.qq.com/?x',
      LOG_LEVEL: 'loud',
      LOG_REQUESTS: 'some',
    };
    const { code, stdout, stderr } = await runProgram([], wrong);
    expect(code).to.equal(78);
    expect(stdout).to.equal('');
    const lines = stderr.trimEnd().split('\n');
    expect(lines.map((line) => line.split('=')[0])).to.have.members(Object.keys(wrong));
    for (const line of lines) expect(line).to.match(/^[A-Z_]+=".*": must be \S+/);
    expect(stderr).not.to.include('s3cret');
  });

  it('name what is wrong in files of secrets, and show none of them, to the service and to a command', async () => {
    const dir = await tempDir();
    const key = Buffer.alloc(31, 7).toString('base64');
    const files = {
      DATA_KEY_FILE: { current: 'k1', keys: { k1: key }, index: key },
      ENDPOINTS_FILE: { crm: { url: 'https://crm.example.com/', secret: 'whsec_s3cret' } },
    };
    const paths = Object.keys(files).map((name) => [name, join(dir, name)] as const);
    for (const [name, path] of paths)
      await writeFile(path, JSON.stringify(files[name as keyof typeof files]));
    for (const args of [['serve'], ['export', '1055']]) {
      const { code, stdout, stderr } = await runProgram(args, Object.fromEntries(paths));
      expect([code, stdout], args.join(' ')).to.deep.equal([78, '']);
      const [keys = '', endpoints = '', ...others] = stderr.trimEnd().split('\n');
      expect(others).to.deep.equal([]);
      expect(keys).to.match(
        /^DATA_KEY_FILE=".*": must be a file of data keys that can be read; .* has not the shape/,
      );
      expect(endpoints).to.match(/^ENDPOINTS_FILE=".*": must be a file such as .*; wrong here: crm\.secret$/);
      expect(stderr).not.to.include('s3cret').and.not.to.include(key);
    }
  });

  it('of an official account are two, and the secret is never shown', async () => {
    const file = join(await tempDir(), 'wechat');
    await writeFile(file, 's3cret\n');
    const { code, stderr } = await runProgram([], { WECHAT_SECRET_FILE: file });
    expect(code).to.equal(78);
    const [broken, alone, ...others] = stderr.trimEnd().split('\n');
    expect(broken).to.match(/^WECHAT_SECRET_FILE=".*": must be a file .* the AppSecret alone/);
    expect(alone).to.equal('WECHAT_SECRET_FILE is set: then WECHAT_APP_ID must be set too');
    expect(others).to.deep.equal([]);
    expect(stderr).not.to.include('s3cret');
    const half = await runProgram(['export', '1055'], { WECHAT_APP_ID: 'wx0123456789abcdef' });
    expect([half.code, half.stderr]).to.deep.equal([
      78,
      'WECHAT_APP_ID is set: then WECHAT_SECRET_FILE must be set too\n',
    ]);
    const proxy = await runProgram(['export', '1055'], { WECHAT_API_URL: 'https://wechat.example' });
    expect([proxy.code, proxy.stderr]).to.deep.equal([
      78,
      'WECHAT_API_URL is set: then WECHAT_APP_ID must be set too\n',
    ]);
  });

  it('of the single sign-on need one another, and none is left unused', async () => {
    const issuer = 'https://id.example.com';
    const alone = await runProgram(['export', '1055'], { OIDC_ISSUER: issuer });
    expect([alone.code, alone.stderr]).to.deep.equal([
      78,
      'OIDC_ISSUER is set: then OIDC_CLIENT_ID must be set too\n' +
        'OIDC_ISSUER is set: then OIDC_ROLES must be set too\n',
    ]);
    const label = await runProgram(['export', '1055'], { OIDC_LABEL: 'Example ID' });
    expect([label.code, label.stderr]).to.deep.equal([
      78,
      'OIDC_LABEL is set: then OIDC_ISSUER must be set too\n',
    ]);
  });

  it('of the embedded default have keys that are made at the first start, and a start that needs them whole', async () => {
    const DATA_DIR = await tempDir();
    const program = await startProgram({ DATA_DIR });
    expect(await program.stop()).to.equal(0);
    const file = join(DATA_DIR, 'keys.json');
    expect((await stat(file)).mode & 0o777).to.equal(0o600);
    await writeFile(file, 'broken');
    for (const ROLE of ['public', 'operations']) {
      const { code, stderr } = await runProgram(['serve'], { DATA_DIR, ROLE });
      expect([code, stderr]).to.deep.equal([1, `cms-market: cannot start: ${file}: is not JSON\n`]);
    }
  });

  it('refuse to start production without a passport', async () => {
    const { code, stderr } = await runProgram(['serve'], { NODE_ENV: 'production' });
    expect(code).to.equal(78);
    expect(stderr).to.match(/^PASSPORT_URL is not set: .*\n$/);
  });

  it('move the service to another path, a free port, and say where it is', async () => {
    const program = await startProgram({ BASE_PATH: '/promo/h5', PORT: '0' });
    const line = logLines(program.stdout()).filter(({ msg }) => msg === 'listening');
    expect(line).to.have.length(1);
    expect(line[0]).to.include({ host: '127.0.0.1', port: program.port, base_path: '/promo/h5' });
    const answer = await ask(`${program.origin}/promo/h5/static?activity_id=1055&token=demo-a@1000`);
    expect(answer.json.ret).to.equal(0);
    expect(answer.headers.getSetCookie()[0]).to.include('Path=/promo/h5;');
    expect((await ask(`${program.origin}/cms-market/static?activity_id=1056`)).status).to.equal(404);
    await program.stop();
  });

  it('warn of the demo passport, and not of a real one', async () => {
    const demo = await startProgram();
    expect(demo.stdout()).to.match(/demo passport/);
    const real = await startProgram({ PASSPORT_URL: 'http://127.0.0.1:9/check_token' });
    expect(real.stdout()).not.to.match(/demo/);
    await Promise.all([demo.stop(), real.stop()]);
  });

  for (const LOG_LEVEL of ['warn', 'silent']) {
    it(`say where it listens, and nothing else of that level, with LOG_LEVEL=${LOG_LEVEL}`, async () => {
      const program = await startProgram({
        ...{ LOG_LEVEL, LOG_REQUESTS: 'all' },
        PASSPORT_URL: 'http://127.0.0.1:9/check_token',
      });
      expect((await ask(`${program.base}/static?activity_id=1056`)).json.ret).to.equal(0);
      expect(await program.stop()).to.equal(0);
      const lines = logLines(program.stdout());
      expect(lines.map(({ msg }) => msg)).to.deep.equal(['listening']);
      expect(lines[0]).to.include({ host: '127.0.0.1', port: program.port, base_path: '/cms-market' });
    });
  }

  it('count as unset when empty', async () => {
    const program = await startProgram({ REDIS_URL: '', PASSPORT_URL: '', WORKERS: '' });
    expect(await program.stop()).to.equal(0);
  });
});

describe('the command line', () => {
  it('ends wrong usage with 2, and helps', async () => {
    for (const args of [['sell'], ['serve', 'now'], ['--loud']]) {
      const { code, stdout, stderr } = await runCommand(args);
      expect(code, args.join(' ')).to.equal(2);
      expect(stdout).to.equal('');
      expect(stderr)
        .to.match(/error: /)
        .and.to.match(/Usage: cms-market/);
    }
    const help = await runProgram(['--help']);
    expect(help.code).to.equal(0);
    expect(help.stdout).to.match(/Usage: cms-market/);
  });

  it('says in a line why it cannot start', async () => {
    const other = await startHttpServer((_request, response) => response.end());
    const taken = await runProgram([], { PORT: new URL(other.origin).port });
    await other.close();
    expect(taken.code).to.equal(1);
    expect(taken.stderr).to.match(
      /^cms-market: cannot start: 127\.0\.0\.1:\d+ is in use by another program\n$/,
    );
    const nowhere = await runProgram([], { ACTIVITIES_DIR: '/nowhere' });
    expect(nowhere.code).to.equal(1);
    expect(nowhere.stderr).to.match(/^cms-market: cannot start: .*\/nowhere.*\n$/);
  });
});
