import { expect } from 'chai';
import type { Browser } from 'playwright-core';
import { type RunningProgram, startProgram } from '../../support/built-program.ts';
import { tempDir } from '../../support/temp-dir.ts';
import { expectAccessible } from './accessibility.ts';
import { borrowPhone } from './borrow-phone.ts';
import { loadPictures, startBrowser } from './browser.ts';
import { allActivities, endAfterWin } from './states/activities.ts';
import { DEVICES, type Device } from './states/devices.ts';
import { DRAW_STATES } from './states/draw-states.ts';
import { EARN_STATES } from './states/earn-states.ts';
import { FAIRNESS_STATES } from './states/fairness-states.ts';
import { GOODS_STATES } from './states/goods-states.ts';
import { LANGUAGE_STATES } from './states/language-states.ts';
import { PRIZE_STATES } from './states/prize-states.ts';
import { REFUSAL_STATES } from './states/refusal-states.ts';

/* In parts: each file of tests is a process, and they run side by side. */
const PARTS = {
  draws: [...DRAW_STATES, ...PRIZE_STATES],
  rest: [...EARN_STATES, ...FAIRNESS_STATES, ...REFUSAL_STATES, ...GOODS_STATES, ...LANGUAGE_STATES],
};

/** On some of the devices. */
export function describeStates(
  devices: readonly (keyof typeof DEVICES)[],
  parts: readonly (keyof typeof PARTS)[] = ['draws', 'rest'],
): void {
  const states = parts.flatMap((part) => PARTS[part]);

  describe('every state of the page', () => {
    let browser: Browser;
    let program: RunningProgram;
    let users = 0;

    before(async () => {
      const [activities, dataDir] = await Promise.all([allActivities(), tempDir()]);
      await endAfterWin(activities, dataDir);
      [browser, program] = await Promise.all([
        startBrowser(),
        startProgram({ ACTIVITIES_DIR: activities, DATA_DIR: dataDir }),
      ]);
    });
    after(async () => {
      await browser?.close();
      await program?.stop();
    });

    for (const device of devices) {
      const { screen, fontSize, only, audited }: Device = DEVICES[device];
      describe(`on a ${device} screen`, () => {
        for (const { name, reach } of states.filter((state) => only?.includes(state.name) ?? true)) {
          it(name, async () => {
            const phone = await borrowPhone(browser, screen);
            const { page } = phone;
            if (fontSize !== undefined) {
              const devtools = await phone.context.newCDPSession(page);
              await devtools.send('Page.setFontSizes', { fontSizes: { standard: fontSize } });
            }
            const hosts = new Set<string>();
            page.on('request', (request) => {
              const { origin, protocol } = new URL(request.url());
              if (protocol !== 'data:') hosts.add(origin);
            });
            try {
              await reach({
                phone,
                token: `demo-visitor-${users++}@1000`,
                base: program.base,
                open: (query) => page.goto(`${program.base}/?${query}`),
                state: (kind) => page.locator(`[data-state="${kind}"]`).waitFor(),
                text: (text) => page.getByText(text).first().waitFor(),
                tap: (label) => page.getByRole('button', { name: label }).tap(),
              });
              const widths = await loadPictures(page);
              expect(widths.filter((width) => width === 0)).to.deep.equal([]);
              expect(await page.evaluate('document.documentElement.scrollWidth')).to.equal(
                screen.viewport.width,
              );
              await phone.screenshot(`states/${device}-${name}`, 'screen');
              if (audited) await expectAccessible(page);
              expect([...hosts]).to.deep.equal([program.origin]);
              // What was put in the way is the only thing that may be complained of.
              phone.expectOnly(/ERR_|status (429|503)|\b(429|503)\b/);
            } finally {
              await phone.close();
            }
          });
        }
      });
    }
  });
}
