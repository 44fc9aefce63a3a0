import type { Page } from 'playwright-core';

const READING_MS = 20;

/* A reading in m/s² with gravity, while two axes swing to and fro four times a second. */
const READING = `(swing, at) => {
  const phase = (at / 1000) * 2 * Math.PI * 4;
  const reading = { x: swing * Math.sin(phase), y: swing * 0.8 * Math.sin(phase + 0.4), z: 9.8 };
  dispatchEvent(new DeviceMotionEvent('devicemotion', { accelerationIncludingGravity: reading }));
}`;

/**
 * Moves the phone, as its sensor reports it: a reading every 20 ms. On a busy machine the readings come later, and are the
 * same.
 * @param swing how far, in m/s²
 */
export async function move(page: Page, swing: number, milliseconds: number): Promise<void> {
  await page.evaluate(`(async () => {
    for (let at = 0; at < ${milliseconds}; at += ${READING_MS}) {
      (${READING})(${swing}, at);
      await new Promise((resolve) => setTimeout(resolve, ${READING_MS}));
    }
  })()`);
}

/**
 * Moves the phone without a rest, by the clock of the page, which must be installed and stays as it is between the readings.
 * @returns moves it on for these milliseconds
 */
export async function keepMoving(
  page: Page,
  swing: number,
): Promise<(milliseconds: number) => Promise<void>> {
  // A clock cannot be put back, and this one runs on until the command is there.
  await page.clock.pauseAt((await page.evaluate<number>('Date.now()')) + 10_000);
  let at = 0;
  return async (milliseconds) => {
    for (const end = at + milliseconds; at < end; at += READING_MS) {
      await page.evaluate(`(${READING})(${swing}, ${at})`);
      await page.clock.runFor(READING_MS);
    }
  };
}

/** Makes the page believe that it is on a phone which wants to be asked for the sensor, and answers so. */
export async function askFirst(page: Page, answer: 'granted' | 'denied'): Promise<void> {
  await page.addInitScript(`DeviceMotionEvent.requestPermission = async () => '${answer}';`);
}
