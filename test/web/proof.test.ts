import { expect } from 'chai';
import type { Browser } from 'playwright-core';
import { activitiesDir } from '../support/activities-dir.ts';
import { type RunningProgram, startProgram } from '../support/built-program.ts';
import { type HttpServer, startHttpServer } from '../support/http-server.ts';
import { tempDir } from '../support/temp-dir.ts';
import { until } from '../support/until.ts';
import { expectAccessible } from './support/accessibility.ts';
import { borrowPhone } from './support/borrow-phone.ts';
import { type Phone, startBrowser } from './support/browser.ts';

const lucky = (captchaUrl: string | null) => ({
  dispatch: 'shake',
  title: '周年庆摇一摇',
  is_login_user: true,
  page: { theme: { name: 'spring' }, ...(captchaUrl !== null && { captcha_url: captchaUrl }) },
  prizes: [{ id: 'tea', name: '奶茶' }],
  rules: { chances: { per_day: 3 }, prizes: { tea: { odds: '1/1' } } },
});

describe('a draw that needs proof', () => {
  let browser: Browser;
  let program: RunningProgram;
  let company: HttpServer;
  let phone: Phone;

  before(async () => {
    // The risk check of a company, and the page of its captcha, which is solved at once.
    company = await startHttpServer((request, response, body) => {
      const url = new URL(request.url ?? '', 'http://company.example');
      if (url.pathname === '/captcha') {
        const back = new URL(url.searchParams.get('return') ?? '');
        back.searchParams.append('proof', 'solved');
        response.writeHead(302, { Location: back.href }).end();
        return;
      }
      const { proof } = JSON.parse(body);
      response.end(JSON.stringify({ verdict: proof === 'solved' ? 'allow' : 'challenge' }));
    });
    const activities = { lucky: lucky(`${company.origin}/captcha?return={return}`), bare: lucky(null) };
    const env = {
      ACTIVITIES_DIR: await activitiesDir(activities),
      DATA_DIR: await tempDir(),
      RISK_URL: `${company.origin}/assess`,
      RISK_TIMEOUT_MS: '3000',
      RISK_FAIL: 'closed',
    };
    [browser, program] = await Promise.all([startBrowser(), startProgram(env)]);
  });
  beforeEach(async () => {
    phone = await borrowPhone(browser);
  });
  afterEach(() => phone.close());
  after(async () => {
    await browser?.close();
    await program?.stop();
    await company?.close();
  });

  async function drawIn(id: string): Promise<void> {
    await phone.page.goto(`${program.base}/?id=${id}&token=demo-${id}`);
    await phone.page.getByRole('button', { name: '点我摇一摇' }).tap();
    await phone.page.locator('[data-state="proof_needed"]').waitFor();
  }

  const keyOf = (index: number) =>
    JSON.parse(company.requests.filter(({ method }) => method === 'POST').at(index)?.body ?? '{}').request_id;

  it('leads to the captcha, and the same draw goes on after it', async () => {
    await drawIn('lucky');
    await expectAccessible(phone.page);
    const first = keyOf(-1);
    await phone.page.getByRole('link', { name: '去验证' }).tap();
    await phone.page.locator('[data-result="won"]').waitFor();
    expect(keyOf(-1)).to.equal(first);
    expect(new URL(phone.page.url()).search).to.equal('?id=lucky');
  });

  it('says so where there is no captcha, and can be tried again', async () => {
    await drawIn('bare');
    await phone.page.getByText('本次没有使用机会').waitFor();
    const asked = company.requests.length;
    await phone.page.getByRole('button', { name: '重试' }).tap();
    await until(() => company.requests.length > asked, { what: 'the draw to be asked for again' });
    await phone.page.locator('[data-state="proof_needed"]').waitFor();
  });
});
