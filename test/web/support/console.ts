import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import type { RunningProgram } from '../../support/built-program.ts';
import { until } from '../../support/until.ts';
import { expectAccessible } from './accessibility.ts';
import { borrowPhone, type Look } from './borrow-phone.ts';
import type { Phone } from './browser.ts';

/** Of everybody in tests. */
export const PASSWORD = 'correct horse battery staple';

/** A desk with a page open. */
export const openDesk = (browser: Browser, options: Look = {}): Promise<Phone> =>
  borrowPhone(browser, {
    viewport: { width: 1280, height: 860 },
    isMobile: false,
    hasTouch: false,
    ...options,
  });

/** The link for the first account, as the program prints it. */
export async function firstLink({ stdout, stderr }: RunningProgram): Promise<string> {
  let link: string | undefined;
  await until(
    () => {
      [link] = /http:\/\/\S+\/welcome#\S+/.exec(stdout() + stderr()) ?? [];
      return link !== undefined;
    },
    { what: 'the link for the first account' },
  );
  return link as string;
}

/** Opens a one-time link, chooses `PASSWORD`, and is in. */
export async function acceptLink(page: Page, link: string, name?: string): Promise<void> {
  await page.goto(link);
  if (name) await page.locator('#welcome-name').fill(name);
  await page.locator('input[autocomplete="new-password"]').fill(PASSWORD);
  await page.locator('button[type="submit"]').click();
  await page.waitForURL((url) => url.pathname !== '/welcome');
}

/** Signs in at the page that asks for it, wherever the browser was going. */
export async function signIn(page: Page, name: string, password = PASSWORD): Promise<void> {
  await page.locator('#sign-in-name').fill(name);
  await page.locator('input[autocomplete="current-password"]').fill(password);
  await page.keyboard.press('Enter');
}

/** The view fits its screen, and axe finds nothing in it. */
export async function expectGoodView(page: Page): Promise<void> {
  const overflow = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
  expect(overflow, 'wider than the screen').to.be.at.most(0);
  await expectAccessible(page, 'minor');
}
