import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Browser } from 'playwright-core';
import { simulationPage } from '../../src/adapters/cli/report/simulation-page.ts';
import { simulate } from '../../src/application/analysis/simulation/simulate.ts';
import { asked, flatScenario, launch, sequentialPool } from '../support/simulations.ts';
import { tempDir } from '../support/temp-dir.ts';
import { openPhone, startBrowser } from './support/browser.ts';

describe('the report of a simulation', () => {
  let browser: Browser;
  let url: string;
  before(async () => {
    const activity = launch(
      { car: { odds: '1/50', stock: 5, value: '99.00' }, thanks: { value: '0.10' } },
      { fallback: 'thanks', budget: '400.00' },
    );
    const { traffic } = flatScenario(activity, 300, 2);
    const order = { users: 300, visits: asked(2), runs: 5, seed: 1, traffic, trafficName: 'flat' };
    const report = await simulate({ ...activity, title: '</script><img src=x>' }, order, sequentialPool);
    const file = join(await tempDir(), 'report.html');
    await writeFile(file, simulationPage(report));
    url = `file://${file}`;
    browser = await startBrowser();
  });
  after(() => browser.close());

  for (const colorScheme of ['light', 'dark'] as const) {
    it(`draws every chart with its axes and legend, fetching nothing (${colorScheme})`, async () => {
      const phone = await openPhone(browser);
      const { page } = phone;
      const asked: string[] = [];
      page.on('request', (request) => asked.push(request.url()));
      await page.emulateMedia({ colorScheme });
      await page.goto(url);
      // Spend, the car's stock, and the wins an hour of two prizes.
      expect(await page.locator('.uplot canvas').count()).to.equal(4);
      expect(await page.locator('.u-legend').first().innerText()).to.match(/spend P95[\s\S]*budget/);
      expect(await page.locator('h1').innerText()).to.equal('</script><img src=x>');
      expect(asked).to.deep.equal([url]);
      phone.expectClean();
      await phone.screenshot(`simulation-${colorScheme}`);
      await phone.close();
    });
  }
});
