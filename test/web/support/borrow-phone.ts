import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { newContext, type Phone, phoneWith } from './browser.ts';

/* What a phone is, and nothing that a page or a test can change. */
export type Look = Pick<
  BrowserContextOptions,
  | 'colorScheme'
  | 'deviceScaleFactor'
  | 'hasTouch'
  | 'isMobile'
  | 'locale'
  | 'reducedMotion'
  | 'timezoneId'
  | 'userAgent'
  | 'viewport'
>;

/** A context with one page, which has not been anywhere. */
interface WipedPhone {
  readonly page: Page;
  /** All that it was at, for storage is wiped by origin. */
  readonly origins: Set<string>;
}

const freePhones = new WeakMap<Browser, Map<string, WipedPhone[]>>();

/**
 * A phone as `openPhone` opens it. It may have been used by a test before: closing it leaves the process of its pages,
 * which is most of its price, and nothing else.
 * @param look what is other than with a phone of middle size
 */
export async function borrowPhone(browser: Browser, look: Look = {}): Promise<Phone> {
  const free = phonesOf(browser, JSON.stringify(look));
  const phone = free.pop() ?? (await newPhone(browser, look));
  const context = phone.page.context();
  let isClosed = false;
  return phoneWith(phone.page, async () => {
    if (isClosed) return;
    isClosed = true;
    const page = await wipe(context, phone.origins).catch(() => null);
    if (page) free.push({ ...phone, page });
    else await context.close();
  });
}

function phonesOf(browser: Browser, look: string): WipedPhone[] {
  const ofBrowser = freePhones.get(browser) ?? new Map<string, WipedPhone[]>();
  freePhones.set(browser, ofBrowser);
  const phones = ofBrowser.get(look) ?? [];
  ofBrowser.set(look, phones);
  return phones;
}

async function newPhone(browser: Browser, look: Look): Promise<WipedPhone> {
  const context = await newContext(browser, look);
  const origins = new Set<string>();
  context.on('request', (request) => {
    if (request.isNavigationRequest()) origins.add(new URL(request.url()).origin);
  });
  return { page: await context.newPage(), origins };
}

/** Resolves to a new page of the context, or to null if something is left that cannot be undone. */
async function wipe(context: BrowserContext, origins: ReadonlySet<string>): Promise<Page | null> {
  const used = context.pages();
  // Before the others are closed, or their process ends.
  const page = await context.newPage();
  for (const other of used) await other.close();
  await context.unrouteAll({ behavior: 'ignoreErrors' });
  await context.setOffline(false);
  await context.setGeolocation(null);
  await context.clearPermissions();
  await context.clearCookies();
  const devtools = await context.newCDPSession(page);
  for (const origin of origins) {
    if (origin === 'null') continue;
    await devtools.send('Storage.clearDataForOrigin', { origin, storageTypes: 'all' });
  }
  await devtools.send('Network.clearBrowserCache');
  await devtools.detach();
  // A clock that was installed comes to every page of the context.
  return (await page.evaluate<boolean>('/native code/.test(Date) && /native code/.test(setTimeout)'))
    ? page
    : null;
}
