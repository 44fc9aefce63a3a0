import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { borrowPhone } from './support/borrow-phone.ts';
import { startBrowser } from './support/browser.ts';

/* What a page can find of those who had the phone before. */
const LOOK_ABOUT = `(async () => ({
  cookie: document.cookie,
  local: localStorage.length,
  session: sessionStorage.length,
  databases: (await indexedDB.databases()).length,
  caches: (await caches.keys()).length,
  workers: (await navigator.serviceWorker.getRegistrations()).length,
  files: (await Array.fromAsync((await navigator.storage.getDirectory()).keys())).length,
  permission: (await navigator.permissions.query({ name: 'geolocation' })).state,
  onLine: navigator.onLine,
  pages: history.length,
  script: typeof window.fromBefore,
  name: window.name,
  width: innerWidth,
  dark: matchMedia('(prefers-color-scheme: dark)').matches,
  fontSize: getComputedStyle(document.documentElement).fontSize,
}))()`;

const LEAVE_ALL = `(async () => {
  document.cookie = 'left=1; max-age=9999';
  localStorage.setItem('left', '1');
  sessionStorage.setItem('left', '1');
  window.name = 'left';
  await new Promise((resolve) => { indexedDB.open('left').onsuccess = resolve; });
  await caches.open('left');
  await navigator.serviceWorker.register('/worker.js');
  await (await navigator.storage.getDirectory()).getFileHandle('left', { create: true });
  history.pushState(null, '', '?left');
})()`;

describe('a phone that a test borrows', () => {
  let browser: Browser;
  let server: Server;
  let origin: string;
  let asked: string[] = [];

  before(async () => {
    server = createServer(({ url = '' }, response) => {
      asked.push(url);
      response.setHeader('Content-Type', url.endsWith('.js') ? 'text/javascript' : 'text/html');
      response.setHeader('Cache-Control', 'max-age=9999');
      response.end(url.endsWith('.js') ? '' : '<meta name="viewport" content="width=device-width">a page');
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    browser = await startBrowser();
  });
  after(async () => {
    await browser?.close();
    server?.close();
  });

  const visit = async (page: Page) => {
    await page.goto(`${origin}/page`);
    return page.evaluate(LOOK_ABOUT);
  };

  it('has nothing left of the test before', async () => {
    const first = await borrowPhone(browser);
    const { context, page } = first;
    const untouched = await visit(page);
    await page.evaluate(LEAVE_ALL);
    await context.addCookies([
      { name: 'hidden', value: '1', url: 'http://elsewhere.example', httpOnly: true },
    ]);
    await context.grantPermissions(['geolocation']);
    await context.setGeolocation({ latitude: 1, longitude: 1 });
    await context.route('**/page', (route) => route.fulfill({ body: 'from before' }));
    await page.route('**/page', (route) => route.fallback());
    await page.addInitScript('window.fromBefore = 1');
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.setViewportSize({ width: 200, height: 200 });
    const devtools = await context.newCDPSession(page);
    await devtools.send('Page.setFontSizes', { fontSizes: { standard: 28 } });
    const tab = await context.newPage();
    const touched = Object.entries((await visit(page)) as object);
    const unchanged = touched.filter(
      ([name, value]) => value === (untouched as Record<string, unknown>)[name],
    );
    expect(unchanged.map(([name]) => name)).to.deep.equal(['onLine']);
    await context.setOffline(true);
    expect(await page.evaluate('navigator.onLine')).to.equal(false);
    await first.close();
    expect([page.isClosed(), tab.isClosed()]).to.deep.equal([true, true]);

    asked = [];
    const second = await borrowPhone(browser);
    expect(second.context).to.equal(context);
    expect(second.context.pages()).to.deep.equal([second.page]);
    expect(await second.context.cookies()).to.deep.equal([]);
    expect(await visit(second.page)).to.deep.equal(untouched);
    expect(await second.page.textContent('body')).to.equal('a page');
    expect(asked.filter((url) => url === '/page')).to.deep.equal(['/page']);
    second.expectClean();
    await second.close();
  });

  it('is another one after a clock was installed', async () => {
    const first = await borrowPhone(browser);
    await first.page.clock.install({ time: 0 });
    await first.close();
    const second = await borrowPhone(browser);
    expect(second.context).not.to.equal(first.context);
    await visit(second.page);
    expect(await second.page.evaluate('Date.now()')).to.be.closeTo(Date.now(), 600_000);
    await second.close();
  });

  it('is nobody else’s at the same time, also when it was closed twice, and has the look that was asked for', async () => {
    const first = await borrowPhone(browser);
    await first.close();
    await first.close();
    const phones = [
      await borrowPhone(browser),
      await borrowPhone(browser),
      await borrowPhone(browser, { locale: 'en-GB' }),
    ];
    expect(new Set(phones.map(({ context }) => context)).size).to.equal(3);
    expect(await phones[2]?.page.evaluate('navigator.language')).to.equal('en-GB');
    for (const phone of phones) await phone.close();
  });
});
