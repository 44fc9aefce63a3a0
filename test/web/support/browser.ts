import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
} from 'playwright-core';

const SCREENSHOTS = fileURLToPath(new URL('../screenshots/', import.meta.url));

/**
 * Starts the Chromium that is installed; nothing in it may call home.
 * @param isolated whether a frame of another origin has a process of its own, as on a desk
 */
export async function startBrowser({ isolated = false } = {}): Promise<Browser> {
  const asRoot = process.getuid?.() === 0;
  return chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    args: [
      // Chromium's sandbox refuses to run as root, and only then is it given up.
      ...(asRoot ? ['--no-sandbox'] : []),
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      // A process for each page costs more than most tests. The pages of one phone share one, as in a web view of Android.
      '--renderer-process-limit=1',
      ...(isolated ? [] : ['--disable-site-isolation-trials']),
    ],
  });
}

/** A phone with a page open, which writes down everything that goes wrong in it. */
export interface Phone {
  readonly context: BrowserContext;
  readonly page: Page;
  /** Nothing was written to the console, thrown, refused by the security policy, or not found. */
  expectClean(): void;
  /** The same, but for the entries that match. */
  expectOnly(expected: RegExp): void;
  /**
   * Loads every picture of the page. With the setting `SCREENSHOTS=1`, shows the page, whole or as the screen shows it, in
   * `screenshots/<name>.png`.
   */
  screenshot(name: string, extent?: 'page' | 'screen'): Promise<void>;
  close(): Promise<void>;
}

/**
 * A phone that nobody has used. A test borrows one (`borrow-phone.ts`), which costs less.
 * @param options what is other than with a phone of middle size
 */
export async function openPhone(browser: Browser, options: BrowserContextOptions = {}): Promise<Phone> {
  const context = await newContext(browser, options);
  return phoneWith(await context.newPage(), () => context.close());
}

export async function newContext(browser: Browser, options: BrowserContextOptions): Promise<BrowserContext> {
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 },
    // Without a graphics card, more pixels are only more work.
    deviceScaleFactor: 1,
    isMobile: true,
    hasTouch: true,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    reducedMotion: 'reduce',
    ...options,
  });
  // Only how long a hung test is waited for: a busy machine stays well below it.
  context.setDefaultTimeout(60_000);
  return context;
}

/** @param page has not been anywhere */
export async function phoneWith(page: Page, close: () => Promise<void>): Promise<Phone> {
  const wrong: string[] = [];
  page.on('console', (message) => wrong.push(`console ${message.type()}: ${message.text()}`));
  // Written to the console, which is listened to, in whatever words this Chromium has for it.
  await page.addInitScript(
    `addEventListener('securitypolicyviolation', (event) =>
      console.error('refused by the security policy:', event.violatedDirective, event.blockedURI))`,
  );
  page.on('pageerror', (error) => wrong.push(`page error: ${error.message}`));
  page.on('requestfailed', (request) => {
    const reason = request.failure()?.errorText ?? '';
    // What a page no longer needs, it ends itself; and leaving it ends all that it was asking for.
    if (reason !== 'net::ERR_ABORTED') wrong.push(`request failed: ${request.url()} ${reason}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400) wrong.push(`status ${response.status()}: ${response.url()}`);
  });
  return {
    context: page.context(),
    page,
    expectClean: () => expect(wrong).to.deep.equal([]),
    expectOnly: (expected) => expect(wrong.filter((entry) => !expected.test(entry))).to.deep.equal([]),
    async screenshot(name, extent = 'page') {
      await loadPictures(page);
      // Where something stays at the edge of the screen, a picture of the whole page shows it in its middle.
      if (extent === 'screen') await page.evaluate('scrollTo(0, 0)');
      if (!process.env.SCREENSHOTS) return;
      const path = join(SCREENSHOTS, `${name}.png`);
      await mkdir(dirname(path), { recursive: true });
      await page.screenshot({ path, fullPage: extent === 'page', animations: 'disabled' });
    },
    close,
  };
}

/** Brings every picture into view, as a thumb would, for they load only then; resolves to how wide each one is. */
export const loadPictures = (page: Page): Promise<number[]> =>
  page.evaluate<number[]>(`(async () => {
    const widths = [];
    for (const image of document.images) {
      image.scrollIntoViewIfNeeded();
      if (!image.complete) {
        await new Promise((resolve) => {
          image.addEventListener('load', resolve);
          image.addEventListener('error', resolve);
        });
      }
      widths.push(image.naturalWidth);
    }
    return widths;
  })()`);
