import type { Page } from 'playwright-core';

/** Installs a clock that stands still, for a page under which no timer runs yet and no request is under way. */
export async function stopClock(page: Page): Promise<void> {
  await page.clock.install();
  // A clock cannot be put back, and this one still runs while the two commands are on their way.
  await page.clock.pauseAt(Date.now() + 60_000);
}

/**
 * Lets no timer of the page's that is longer than a few seconds come to its end: it does not give an answer up that a busy
 * machine, or the test, keeps back, and does not go on by itself before the test does.
 */
export async function stopLongTimers(page: Page): Promise<void> {
  await page.addInitScript(`{
    const { setTimeout } = window;
    const never = 2 ** 31 - 1;
    window.setTimeout = (run, ms, ...more) => setTimeout(run, ms >= 5_000 ? never : ms, ...more);
  }`);
}
