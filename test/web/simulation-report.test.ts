import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Browser } from 'playwright-core';
import { type Language, languages } from '../../src/adapters/cli/i18n/language.ts';
import { simulationPage } from '../../src/adapters/cli/report/simulation-page.ts';
import { simulate } from '../../src/application/analysis/simulation/simulate.ts';
import { asked, flatScenario, launch, sequentialPool } from '../support/simulations.ts';
import { tempDir } from '../support/temp-dir.ts';
import { borrowPhone } from './support/borrow-phone.ts';
import { startBrowser } from './support/browser.ts';

describe('the report of a simulation', () => {
  let browser: Browser;
  const urls: Record<Language, string> = { zh: '', en: '' };
  before(async () => {
    const activity = launch(
      { car: { odds: '1/50', stock: 5, value: '99.00' }, thanks: { value: '0.10' } },
      { fallback: 'thanks', budget: '400.00' },
    );
    const { traffic } = flatScenario(activity, 300, 2);
    const order = { users: 300, visits: asked(2), earned: 0, runs: 5, seed: 1, traffic, trafficName: 'flat' };
    const report = await simulate({ ...activity, title: '</script><img src=x>' }, order, sequentialPool);
    for (const language of languages) {
      const file = join(await tempDir(), `report-${language}.html`);
      await writeFile(file, simulationPage(report, language));
      urls[language] = `file://${file}`;
    }
    browser = await startBrowser();
  });
  after(() => browser.close());

  for (const [colorScheme, language, legend] of [
    ['light', 'en', /spend P95[\s\S]*budget/],
    ['dark', 'zh', /成本 P95[\s\S]*预算/],
  ] as const) {
    it(`draws every chart with its axes and legend, fetching nothing (${colorScheme}, ${language})`, async () => {
      const url = urls[language];
      const phone = await borrowPhone(browser);
      const { page } = phone;
      const asked: string[] = [];
      page.on('request', (request) => asked.push(request.url()));
      await page.emulateMedia({ colorScheme });
      await page.goto(url);
      // Spend, the car's stock, and the wins an hour of two prizes.
      expect(await page.locator('.uplot canvas').count()).to.equal(4);
      expect(await page.locator('.u-legend').first().innerText()).to.match(legend);
      expect(await page.locator('html').getAttribute('lang')).to.match(new RegExp(`^${language}`));
      expect(await page.locator('h1').innerText()).to.equal('</script><img src=x>');
      expect(asked).to.deep.equal([url]);
      phone.expectClean();
      await phone.screenshot(`simulation-${colorScheme}`);
      await phone.close();
    });
  }
});
