import { readFileSync } from 'node:fs';
import { expect } from 'chai';

/* The lowest version of each that has no advisory known when the line was written. */
const floors: Readonly<Record<string, { floor: string; advisory: string }>> = {
  axios: { floor: '1.12.0', advisory: 'CVE-2025-58754: a data: URL fills the memory' },
  'follow-redirects': { floor: '1.15.6', advisory: 'CVE-2024-28849: credentials follow to another host' },
  'form-data': { floor: '4.0.4', advisory: 'CVE-2025-7783: boundaries that can be guessed' },
  koa: { floor: '3.0.1', advisory: 'CVE-2025-8129: redirects that lead elsewhere' },
  nanoid: { floor: '3.3.8', advisory: 'CVE-2024-55565: ids that can be guessed' },
  'path-to-regexp': { floor: '8.0.0', advisory: 'CVE-2024-45296: patterns that backtrack' },
  postcss: { floor: '8.4.31', advisory: 'CVE-2023-44270: comments that end early' },
  qs: { floor: '6.14.1', advisory: 'CVE-2025-15284: lists past their limit' },
  semver: { floor: '7.5.2', advisory: 'CVE-2022-25883: ranges that backtrack' },
  'serialize-javascript': { floor: '6.0.2', advisory: 'CVE-2024-11831: script in what is serialised' },
};

const lock: { packages: Record<string, { version?: string }> } = JSON.parse(
  readFileSync(new URL('../../package-lock.json', import.meta.url), 'utf8'),
);

describe('the versions of what is used', () => {
  for (const [name, { floor, advisory }] of Object.entries(floors)) {
    it(`${name} is at least ${floor} (${advisory})`, () => {
      const versions = Object.entries(lock.packages)
        .filter(([path]) => path.endsWith(`node_modules/${name}`))
        .map(([, { version = '' }]) => version);
      expect(versions, 'a line for what is no longer used').not.to.deep.equal([]);
      for (const version of versions) {
        expect(isAtLeast(version, floor), `${version} is at least ${floor}`).to.equal(true);
      }
    });
  }

  it('are compared as versions', () => {
    expect(isAtLeast('1.11.9', '1.12.0')).to.equal(false);
    expect(isAtLeast('1.12.0', '1.12.0')).to.equal(true);
    expect(isAtLeast('10.0.0', '9.9.9')).to.equal(true);
    expect(isAtLeast('3.0.1-alpha.1', '3.0.1')).to.equal(false);
  });
});

function isAtLeast(version: string, floor: string): boolean {
  const [numbers = '', prerelease] = version.split('-', 2);
  const [have, want] = [numbers, floor].map((text) => text.split('.').map(Number)) as [number[], number[]];
  const at = want.findIndex((each, index) => each !== have[index]);
  return at < 0 ? prerelease === undefined : (have[at] ?? 0) > (want[at] ?? 0);
}
