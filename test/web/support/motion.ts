import type { Page } from 'playwright-core';

/**
 * Moves the phone, as its sensor reports it: a reading for every 20 ms, in m/s² with gravity, while two axes swing to and fro
 * four times a second. On a busy machine the readings come later, and are the same.
 * @param swing how far, in m/s²
 */
export async function move(page: Page, swing: number, milliseconds: number): Promise<void> {
  await page.evaluate(`(async () => {
    for (let at = 0; at < ${milliseconds}; at += 20) {
      const phase = (at / 1000) * 2 * Math.PI * 4;
      const reading = { x: ${swing} * Math.sin(phase), y: ${swing * 0.8} * Math.sin(phase + 0.4), z: 9.8 };
      dispatchEvent(new DeviceMotionEvent('devicemotion', { accelerationIncludingGravity: reading }));
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  })()`);
}

/** Makes the page believe that it is on a phone which wants to be asked for the sensor, and answers so. */
export async function askFirst(page: Page, answer: 'granted' | 'denied'): Promise<void> {
  await page.addInitScript(`DeviceMotionEvent.requestPermission = async () => '${answer}';`);
}
