import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { activitiesDir } from '../support/activities-dir.ts';
import { type RunningProgram, startProgram } from '../support/built-program.ts';
import { type HttpServer, startHttpServer } from '../support/http-server.ts';
import { until } from '../support/until.ts';
import { borrowPhone } from './support/borrow-phone.ts';
import { startBrowser } from './support/browser.ts';

const HTML = `<!doctype html><html lang="en"><head><title>own</title><link rel="icon" href="data:," />
<style>main { color: rgb(1, 2, 3); }</style><script type="module" src="./assets/app-Ab12Cd34.js"></script></head>
<body><main>waiting</main><script>document.title = 'inline';</script></body></html>`;
const FRONT = '<!doctype html><link rel="icon" href="data:,"><title>front</title>';
const SCRIPT = `
const id = new URLSearchParams(location.search).get('id');
const answer = await fetch('../../static?activity_id=' + id);
document.querySelector('main').textContent = (await answer.json()).data.title;
`;

/** What a page gets of a draw by the visitor's cookie: its `ret`, or that the browser refused. */
function drawFrom(page: Page, base: string): Promise<unknown> {
  return page.evaluate(async (url) => {
    const body = JSON.stringify({ activity_id: '1055', request_id: crypto.randomUUID() });
    const headers = { 'Content-Type': 'application/json' };
    const answer = await fetch(url, { method: 'POST', credentials: 'include', headers, body }).catch(
      () => null,
    );
    return answer ? ((await answer.json()) as { ret: number }).ret : 'refused';
  }, `${base}/shake/draw`);
}

describe('front ends of others, in a browser', () => {
  let browser: Browser;
  let program: RunningProgram;
  let fronts: HttpServer[];
  let origins: string[];

  before(async () => {
    fronts = await Promise.all([0, 1].map(() => startHttpServer((_, response) => response.end(FRONT))));
    origins = fronts.map(({ origin }) => origin);
    const shake = JSON.parse(await readFile('activities/1055/data.json', 'utf8'));
    const root = await activitiesDir({ own: { dispatch: 'sku', title: 'served' }, 1055: shake });
    await mkdir(join(root, 'own', 'page', 'assets'), { recursive: true });
    await writeFile(join(root, 'own', 'page', 'index.html'), HTML);
    await writeFile(join(root, 'own', 'page', 'assets', 'app-Ab12Cd34.js'), SCRIPT);
    program = await startProgram({ ACTIVITIES_DIR: root, CORS_ORIGINS: origins[0] ?? '' });
    browser = await startBrowser();
  });
  after(async () => {
    await browser.close();
    await Promise.all(fronts.map((front) => front.close()));
    await program.stop();
  });

  it('an activity’s own page runs its files and asks the service, and no inline script runs', async () => {
    const phone = await borrowPhone(browser);
    // A look at a disk that does not answer in 250 ms, as on a busy machine, ends with the common page.
    const isOwn = async () => {
      await phone.page.goto(`${program.base}/?id=own`);
      return phone.page.url() === `${program.base}/p/own/?id=own`;
    };
    await until(isOwn, { what: 'the activity’s own page' });
    await phone.page.getByText('served').waitFor();
    expect(await phone.page.title()).to.equal('own');
    expect(await phone.page.evaluate('getComputedStyle(document.querySelector("main")).color')).to.equal(
      'rgb(1, 2, 3)',
    );
    phone.expectOnly(/script-src-elem inline|Executing inline script/);
    await phone.close();
  });

  it('a page of a listed origin draws by the cookie, and that of another does not', async () => {
    const phone = await borrowPhone(browser);
    const { page } = phone;
    await page.goto(`${program.base}/static?activity_id=1055&token=demo-ann@1000`);
    await page.goto(origins[0] ?? '');
    expect(await drawFrom(page, program.base)).to.equal(0);
    await page.goto(origins[1] ?? '');
    expect(await drawFrom(page, program.base)).to.equal('refused');
    // A form needs no preflight.
    const drawn = await page.evaluate(
      (url) =>
        fetch(url, {
          ...{ method: 'POST', mode: 'no-cors', credentials: 'include' },
          body: new URLSearchParams({ activity_id: '1055', request_id: crypto.randomUUID() }),
        }).then(({ type }) => type),
      `${program.base}/shake/draw`,
    );
    expect(drawn).to.equal('opaque');
    await page.goto(origins[0] ?? '');
    const left = await page.evaluate(
      (url) =>
        fetch(url, { credentials: 'include' })
          .then((answer) => answer.json())
          .then(
            (json) =>
              (json as { data: { user_draw_info: { drawn_total: number } } }).data.user_draw_info.drawn_total,
          ),
      `${program.base}/static?activity_id=1055`,
    );
    expect(left).to.equal(1);
    await phone.close();
  });
});
