import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { activitiesDir } from '../support/activities-dir.ts';
import { type RunningProgram, runProgram, startProgram } from '../support/built-program.ts';
import { ask, postJson } from '../support/http.ts';
import { type HttpServer, startHttpServer } from '../support/http-server.ts';
import { familiesOf, sampleValue } from '../support/scrape.ts';
import { tempDir } from '../support/temp-dir.ts';

const lucky = {
  dispatch: 'shake',
  is_login_user: true,
  prizes: [{ id: 'car', name: '汽车' }],
  rules: { chances: { per_day: 9 }, prizes: { car: { odds: '1/1' } } },
};

interface Asked {
  readonly uid: string;
  readonly proof: string | null;
  readonly [name: string]: unknown;
}

/** Denies mallory, and wants proof of eve. */
function verdictOn({ uid, proof }: Asked): string {
  if (uid === 'mallory') return 'deny';
  return uid === 'eve' && proof !== 'captcha-ticket' ? 'challenge' : 'allow';
}

describe('a risk check', () => {
  let risk: HttpServer;
  let program: RunningProgram;
  let env: Readonly<Record<string, string>>;
  let isAway = false;

  before(async () => {
    risk = await startHttpServer((_request, response, body) => {
      if (isAway) response.writeHead(500).end();
      else response.end(JSON.stringify({ verdict: verdictOn(JSON.parse(body)) }));
    });
    const dir = await tempDir();
    await writeFile(join(dir, 'bearer'), 'secret-bearer\n');
    env = {
      ACTIVITIES_DIR: await activitiesDir({ lucky }),
      DATA_DIR: await tempDir(),
      RISK_URL: `${risk.origin}/assess`,
      RISK_TIMEOUT_MS: '3000',
      RISK_FAIL: 'closed',
      RISK_TOKEN_FILE: join(dir, 'bearer'),
    };
    program = await startProgram(env);
  });
  after(async () => {
    await program.stop();
    await risk.close();
  });

  // biome-ignore lint/suspicious/noExplicitAny: an answer of any form
  async function draw(uid: string, requestId: string, more = {}): Promise<any> {
    const body = { activity_id: 'lucky', token: `demo-${uid}`, request_id: requestId, ...more };
    return (await postJson(`${program.base}/shake/draw`, body)).json;
  }

  it('lets draws win, and gets what it needs to know', async () => {
    expect((await draw('ann', 'request-ann-1')).data).to.include({ won: true });
    const { headers, body } = risk.requests.at(-1) ?? { headers: {}, body: '' };
    expect(headers['authorization']).to.equal('Bearer secret-bearer');
    expect(JSON.parse(body)).to.deep.include({
      ...{ action: 'draw', activity_id: 'lucky', uid: 'ann', zone_id: null, address: '127.0.0.1' },
      ...{ request_id: 'request-ann-1', proof: null },
    });
  });

  it('denies: an ordinary loss that spends a chance, also when it is asked again', async () => {
    const { ret, data } = await draw('mallory', 'request-mallory-1');
    expect(ret).to.equal(0);
    expect(data).to.deep.include({ won: false, prize: null, draw_no: 1, replayed: false });
    expect(data.user_draw_info).to.include({ chances_left: 8 });
    const asked = risk.requests.length;
    const again = await draw('mallory', 'request-mallory-1');
    expect(again.data).to.include({ won: false, replayed: true, draw_id: data.draw_id });
    expect(risk.requests).to.have.length(asked);
  });

  it('wants proof: nothing is spent, and the same request goes on with it', async () => {
    const refused = await draw('eve', 'request-eve-1');
    expect(refused).to.deep.include({ ret: 1009, data: '' });
    expect(refused.detail).to.include({ activity_id: 'lucky', phase: 'running' });
    expect(await draw('eve', 'request-eve-1', { proof: '\n' })).to.deep.include({
      ret: 1001,
      detail: { field: 'proof' },
    });
    expect((await draw('eve', 'request-eve-1', { proof: '' })).ret).to.equal(1009);
    // Proxies log addresses.
    const url = `${program.base}/shake/draw?proof=captcha-ticket`;
    const inAddress = { activity_id: 'lucky', token: 'demo-eve', request_id: 'request-eve-1' };
    expect((await postJson(url, inAddress)).json.ret).to.equal(1009);
    const { data } = await draw('eve', 'request-eve-1', { proof: 'captcha-ticket' });
    expect(data).to.include({ won: true, draw_no: 1 });
    expect(data.user_draw_info).to.include({ chances_left: 8 });
  });

  it('spends nothing while it is away and that counts', async () => {
    isAway = true;
    expect((await draw('bob', 'request-bob-1')).ret).to.equal(5003);
    isAway = false;
    expect((await draw('bob', 'request-bob-1')).data).to.include({ won: true, draw_no: 1 });
  });

  it('is counted, and a visit does not ask it', async () => {
    const asked = risk.requests.length;
    expect((await ask(`${program.base}/static?activity_id=lucky&token=demo-ann`)).json.ret).to.equal(0);
    expect(risk.requests).to.have.length(asked);
    const families = familiesOf(await (await fetch(`${program.origin}/metrics`)).text());
    const count = (result: string) =>
      sampleValue(families, 'cms_market_risk_checks_total', { action: 'draw', result });
    expect([count('allow'), count('deny'), count('fault')]).to.deep.equal([3, 1, 1]);
    expect(count('challenge')).to.equal(3);
    expect(sampleValue(families, 'cms_market_risk_check_duration_seconds_count', {})).to.equal(8);
  });

  it('leaves a mark in the log, which an audit accepts and lists, and an export has', async () => {
    const audited = await runProgram(['audit', 'lucky', '--lang', 'en'], env);
    expect(audited.code, audited.stdout + audited.stderr).to.equal(0);
    expect(audited.stdout).to.contain('4 draws of 4 users, 3 wins');
    expect(audited.stdout).to.match(/denied by the risk check, and won nothing: 1\n.*mallory, draw /);
    const json = JSON.parse((await runProgram(['audit', 'lucky', '--json'], env)).stdout).activities[0];
    expect(json).to.include({ denied: 1, findingsInAll: 0 });
    const exported = await runProgram(['export', 'lucky', '--format', 'json'], env);
    const rows = exported.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(rows.map(({ uid, denied }) => [uid, denied])).to.deep.equal([
      ['ann', null],
      ['mallory', 'risk'],
      ['eve', null],
      ['bob', null],
    ]);
  });

  it('is not asked where it is not set', async () => {
    const without = await startProgram({ ACTIVITIES_DIR: env['ACTIVITIES_DIR'] ?? '' });
    const body = { activity_id: 'lucky', token: 'demo-mallory', request_id: 'request-mallory-2', proof: 'x' };
    const { json } = await postJson(`${without.base}/shake/draw`, body);
    expect(json.data).to.include({ won: true });
    await without.stop();
  });
});
