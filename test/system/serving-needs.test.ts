import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { activitiesDir } from '../support/activities-dir.ts';
import { logLines, startProgram } from '../support/built-program.ts';
import { ask } from '../support/http.ts';
import { runCommand } from '../support/run-command.ts';
import { tempDir } from '../support/temp-dir.ts';
import { until } from '../support/until.ts';

const activity = (delivery: object, title = '') => ({
  dispatch: 'shake',
  title,
  starts_at: '2026-01-01T00:00:00+08:00',
  ends_at: '2099-01-01T00:00:00+08:00',
  is_login_user: true,
  page: { login_url: '/login?return={return}' },
  prizes: [{ id: 'cup', name: '杯子' }],
  rules: {
    chances: { per_day: 1 },
    prizes: { cup: { odds: '50%', stock: 5, value: '1.00', delivery } },
  },
});
const BY_HAND = { by: 'hand' };
const BY_CODE = { by: 'code' };
const BY_HOOK = { by: 'webhook', to: 'crm' };

const production = { NODE_ENV: 'production', PASSPORT_URL: 'http://127.0.0.1:1/' };

async function endpointsFile(...names: readonly string[]): Promise<string> {
  const path = join(await tempDir(), 'endpoints.json');
  const secret = `whsec_${Buffer.alloc(24).toString('base64')}`;
  const endpoints = names.map((name) => [name, { url: 'http://127.0.0.1:1/', secret }]);
  await writeFile(path, JSON.stringify(Object.fromEntries(endpoints)));
  return path;
}

async function keyFile(): Promise<string> {
  const path = join(await tempDir(), 'keys.json');
  await runCommand(['keys', 'new', path]);
  return path;
}

describe('check, of what production lacks', () => {
  const check = async (delivery: object, env: Record<string, string>) => {
    const ACTIVITIES_DIR = await activitiesDir({ lucky: activity(delivery) });
    const { code, stdout } = await runCommand(['check', '--json'], { ...env, ACTIVITIES_DIR });
    const { findings } = JSON.parse(stdout) as {
      findings: readonly { severity: string; code: string; field: string }[];
    };
    return [code, ...findings.map((each) => `${each.severity} ${each.code} ${each.field}`)];
  };

  it('misses a key for codes and forms, and an endpoint for webhooks', async () => {
    const noKey = 'error no_data_key rules.prizes.cup.delivery.by';
    const noEndpoint = 'error no_such_endpoint rules.prizes.cup.delivery.to';
    expect(await check(BY_CODE, production)).to.deep.equal([1, noKey]);
    expect(await check(BY_CODE, { NODE_ENV: 'production' })).to.deep.equal([1, noKey]);
    expect(await check(BY_HOOK, production)).to.deep.equal([1, noEndpoint]);
    expect(await check(BY_HAND, production)).to.deep.equal([0]);
    expect(await check(BY_CODE, { ...production, DATA_KEY_FILE: await keyFile() })).to.deep.equal([0]);
    const ENDPOINTS_FILE = await endpointsFile('crm');
    expect(await check(BY_HOOK, { ...production, ENDPOINTS_FILE })).to.deep.equal([0]);
    const other = { ...production, ENDPOINTS_FILE: await endpointsFile('erp') };
    expect(await check(BY_HOOK, other)).to.deep.equal([1, noEndpoint]);
  });

  it('warns outside production of an endpoint that a given file does not have', async () => {
    expect(await check(BY_CODE, {})).to.deep.equal([0]);
    expect(await check(BY_HOOK, {})).to.deep.equal([0]);
    expect(await check(BY_HOOK, { ENDPOINTS_FILE: await endpointsFile('erp') })).to.deep.equal([
      0,
      'warning no_such_endpoint rules.prizes.cup.delivery.to',
    ]);
  });

  it('says it in both languages, and of the new file of a diff', async () => {
    const ACTIVITIES_DIR = await activitiesDir({ lucky: activity(BY_HAND) });
    const file = join(await tempDir(), 'new.json');
    await writeFile(file, JSON.stringify(activity(BY_CODE)));
    const env = { ...production, ACTIVITIES_DIR };
    const diff = await runCommand(['diff', 'lucky', file, '--lang', 'en'], env);
    expect([diff.code, diff.stdout]).to.satisfy(
      ([code, text]: [number, string]) =>
        code === 1 && text.includes('there is no data key') && text.includes('rules.prizes.cup.delivery'),
    );
    await writeFile(join(ACTIVITIES_DIR, 'lucky', 'data.json'), JSON.stringify(activity(BY_HOOK)));
    const zh = await runCommand(['check', '--lang', 'zh'], env);
    expect(zh.stdout).to.include('没有名为“crm”的回调地址').and.include('发放  回调 crm：杯子');
  });

  it('warns of forms without a sensible end, and of codes without a stock', async () => {
    const form = (until?: string) => ({ by: 'form', fields: ['name', 'phone'], until });
    const field = 'rules.prizes.cup.delivery.until';
    expect(await check(form(), {})).to.deep.equal([0, `warning form-without-until ${field}`]);
    expect(await check(form('2098-12-31T00:00:00+08:00'), {})).to.deep.equal([
      0,
      `warning form-until-too-soon ${field}`,
    ]);
    expect(await check(form('2099-02-01T00:00:00+08:00'), {})).to.deep.equal([0]);
    const endless = activity(BY_CODE);
    Object.assign(endless.rules.prizes.cup, { stock: null });
    const ACTIVITIES_DIR = await activitiesDir({ lucky: endless });
    const { stdout } = await runCommand(['check', '--lang', 'en'], { ACTIVITIES_DIR });
    expect(stdout).to.include('as many can be won as codes are imported');
    expect(stdout).to.include('Delivery  by a redeem code: 杯子');
  });
});

describe('the service, where something is missing', () => {
  it('refuses an activity in production, and serves its last good version', async () => {
    const ACTIVITIES_DIR = await activitiesDir({
      lucky: activity(BY_HAND, '先前'),
      coded: activity(BY_CODE),
    });
    const file = join(ACTIVITIES_DIR, 'lucky', 'data.json');
    const DATA_DIR = await tempDir();
    const env = { ...production, ACTIVITIES_DIR, DATA_DIR, ALLOW_VOLATILE_DRAWS: 'true', ROLE: 'all' };
    const program = await startProgram(env);
    const titleOf = async (base: string, id: string) => {
      const { ret, detail } = (await ask(`${base}/static?activity_id=${id}`)).json as {
        ret: number;
        detail?: { title: string };
      };
      return detail?.title ?? ret;
    };
    const refusals = () =>
      logLines(program.stdout()).filter(({ code }) => code === 'no_data_key' || code === 'no_such_endpoint');
    try {
      expect(await titleOf(program.base, 'lucky')).to.equal('先前');
      expect(await titleOf(program.base, 'coded')).to.equal(1002);
      expect(refusals()).to.have.length(1);
      await writeFile(file, JSON.stringify(activity(BY_HOOK, '之后')));
      await until(() => refusals().length === 2, { what: 'the edit to be refused' });
      expect(refusals()[1]).to.include({ activity_id: 'lucky', msg: 'activity is invalid' });
      expect(await titleOf(program.base, 'lucky')).to.equal('先前');
    } finally {
      await program.stop();
    }
    // What was good once is served, also if a key or an endpoint is gone at the next start.
    const again = await startProgram(env);
    try {
      expect(await titleOf(again.base, 'lucky')).to.equal('先前');
    } finally {
      await again.stop();
    }
  });

  it('serves it outside production, and warns in the log', async () => {
    const ACTIVITIES_DIR = await activitiesDir({ lucky: activity(BY_HOOK, '有') });
    const program = await startProgram({ ACTIVITIES_DIR });
    try {
      const { json } = await ask(`${program.base}/static?activity_id=lucky`);
      expect((json as { detail: { title: string } }).detail.title).to.equal('有');
      const warnings = () =>
        logLines(program.stdout()).filter(({ msg }) => msg === 'activity lacks something');
      expect(warnings()).to.have.length(1);
      const file = join(ACTIVITIES_DIR, 'lucky', 'data.json');
      await writeFile(file, JSON.stringify(activity({ by: 'webhook', to: 'erp' })));
      await until(() => warnings().length === 2, { what: 'a second warning' });
      expect(warnings()[1]).to.include({ activity_id: 'lucky', code: 'no_such_endpoint' });
    } finally {
      await program.stop();
    }
  });
});
