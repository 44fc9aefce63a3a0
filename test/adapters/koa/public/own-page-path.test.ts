import { normalize } from 'node:path/posix';
import { expect } from 'chai';
import fc from 'fast-check';
import { keptFor, ownPagePath } from '../../../../src/adapters/koa/public/own-page-path.ts';

describe('ownPagePath', () => {
  it('is the path in the folder, with its index at the root', () => {
    expect(ownPagePath('')).to.equal('index.html');
    expect(ownPagePath('assets/a/b.js')).to.equal('assets/a/b.js');
    expect(ownPagePath('%E6%91%87%20a.png')).to.equal('摇 a.png');
  });

  for (const rest of [
    '/',
    'a/',
    '/a.js',
    'a//b.js',
    'a%2fb.js',
    'a%5cb.js',
    'a\\b.js',
    'a.js%00',
    '%00',
    '%E0%A4%A.js',
    'a%0d%0a.js',
  ]) {
    it(`is none of ${rest}`, () => expect(ownPagePath(rest)).to.equal(undefined));
  }

  it('has as many names as the address has parts, and nothing in a name that separates', () => {
    const part = fc.constantFrom(
      'a',
      '.',
      '..',
      '%2e',
      '%2f',
      '%5c',
      '\\',
      '%00',
      '%',
      '%25',
      '/',
      'é',
      '%C3%A9',
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
        const rest = parts.join('');
        const path = ownPagePath(rest);
        if (path === undefined || rest === '') return;
        expect(path.split('/')).to.have.length(rest.split('/').length);
        expect(path)
          .not.to.match(/[\\\0]/)
          .and.not.to.match(/^\/|\/$/);
      }),
    );
  });
});

describe('keptFor', () => {
  const kept: readonly (readonly [path: string, header: string])[] = [
    ['index.html', 'no-cache'],
    ['help/Index-Ab12Cd34.HTML', 'no-cache'],
    ['assets/app-Ab12Cd34.js', 'public, max-age=31536000, immutable'],
    ['assets/app-Ab12Cd34.js.map', 'public, max-age=31536000, immutable'],
    ['static/main.0f3ab59c.css', 'public, max-age=31536000, immutable'],
    ['main.0f3ab59c1d2e3f405162.js', 'public, max-age=31536000, immutable'],
    ['app.js', 'public, max-age=300'],
    ['my-background.png', 'public, max-age=300'],
    ['photo-20261129.png', 'public, max-age=300'],
    ['landing-version2.js', 'public, max-age=300'],
    ['main-Poster02.png', 'public, max-age=300'],
    ['Ab12Cd34.js', 'public, max-age=300'],
    ['a-Ab12Cd34/app.js', 'public, max-age=300'],
  ];
  for (const [path, header] of kept) {
    it(`${path}: ${header}`, () => expect(keptFor(path)).to.equal(header));
  }
});

/* What `normalize` would change could lead out of the folder; the library refuses names that begin with a dot. */
describe('a path in an address', () => {
  it('is the same after normalisation, unless a name begins with a dot', () => {
    const sign = fc.constantFrom('a', '.', '/', '%2e', '%2f', '%5c');
    fc.assert(
      fc.property(fc.string({ unit: sign, maxLength: 10 }), (rest) => {
        const path = ownPagePath(rest);
        if (path === undefined || path.split('/').some((name) => name.startsWith('.'))) return;
        expect(normalize(path)).to.equal(path);
      }),
    );
  });
});
