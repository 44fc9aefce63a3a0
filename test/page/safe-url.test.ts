import { expect } from 'chai';
import { loginUrl, safeUrl } from '../../web/src/activity/safe-url.ts';

const PAGE = 'https://h5.example/cms-market/?id=1055';

describe('a link out of the data', () => {
  for (const link of [
    'https://a.example/x',
    'http://a.example',
    '/login',
    'login?x=1',
    '//a.example/x',
    '?a=1',
  ]) {
    it(`may be ${link}`, () => {
      expect(safeUrl(link, PAGE)).to.equal(link);
    });
  }

  for (const link of [
    'javascript:alert(1)',
    ' JavaScript:alert(1)',
    'java\nscript:alert(1)',
    '\u0001javascript:alert(1)',
    'data:text/html,x',
    'vbscript:x',
    'file:///etc/passwd',
    'blob:https://h5.example/1',
    'http://',
    '',
    '   ',
    undefined,
    null,
    7,
    {},
  ]) {
    it(`may not be ${JSON.stringify(link)}`, () => {
      expect(safeUrl(link, PAGE)).to.equal(null);
    });
  }
});

describe('the login link', () => {
  it('carries the address to come back to', () => {
    expect(loginUrl('/login?return={return}', PAGE)).to.equal(
      '/login?return=https%3A%2F%2Fh5.example%2Fcms-market%2F%3Fid%3D1055',
    );
  });

  it('takes nothing in the address for a pattern', () => {
    expect(loginUrl('/login?return={return}', 'https://a.example/?x=$&')).to.equal(
      '/login?return=https%3A%2F%2Fa.example%2F%3Fx%3D%24%26',
    );
  });

  it('may have no place for it', () => {
    expect(loginUrl('https://passport.example/', PAGE)).to.equal('https://passport.example/');
  });

  it('is none where there is none, or a dangerous one', () => {
    expect(loginUrl(undefined, PAGE)).to.equal(null);
    expect(loginUrl('', PAGE)).to.equal(null);
    expect(loginUrl('javascript:go("{return}")', PAGE)).to.equal(null);
  });
});
