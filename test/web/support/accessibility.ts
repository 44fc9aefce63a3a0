import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect } from 'chai';
import type { Page } from 'playwright-core';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Violation {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly { readonly target: readonly string[]; readonly failureSummary: string }[];
}

/**
 * axe finds nothing serious, or nothing at all, and every text reaches the contrast that WCAG 2 AA asks for.
 * @param least the impact from which on a violation counts
 */
export async function expectAccessible(page: Page, least: 'minor' | 'serious' = 'serious'): Promise<void> {
  await page.evaluate(AXE);
  // No rule that is on looks at style sheets, which axe would fetch again, also where the page is offline.
  const violations = (await page.evaluate(
    `axe.run(document, { resultTypes: ['violations'], preload: { assets: ['media'] } })
      .then(({ violations }) => violations)`,
  )) as Violation[];
  const counted = violations.filter(
    ({ impact }) => least === 'minor' || impact === 'serious' || impact === 'critical',
  );
  expect(
    counted.map(({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.target} ${node.failureSummary}`)}`),
  ).to.deep.equal([]);
}
