import { expect } from 'chai';
import fc from 'fast-check';
import { shareImage } from '../../../../src/adapters/koa/public/share-image.ts';

const imageOf = (link: unknown) => shareImage(link, '1055', '/cms-market');

describe('shareImage', () => {
  const found: readonly (readonly [link: string, address: string])[] = [
    ['media/banner.png', '/cms-market/media/1055/banner.png'],
    ['media/摇 一.png', '/cms-market/media/1055/%E6%91%87%20%E4%B8%80.png'],
    ['media/%E6%91%87.png', '/cms-market/media/1055/%E6%91%87.png'],
    ['media/100%.png', '/cms-market/media/1055/100%25.png'],
    [' https://cdn.example/a b.png?x=1 ', 'https://cdn.example/a%20b.png?x=1'],
    ['http://cdn.example/a.png', 'http://cdn.example/a.png'],
    ['//cdn.example/a.png', 'https://cdn.example/a.png'],
    ['/pictures/a.png?v=2', '/pictures/a.png?v=2'],
    ['pictures/a.png', '/cms-market/pictures/a.png'],
  ];
  for (const [link, address] of found) {
    it(`${link} is ${address}`, () => expect(imageOf(link)).to.equal(address));
  }

  for (const link of [
    '',
    ' ',
    7,
    null,
    'javascript:alert(1)',
    'data:image/png;base64,AA',
    'file:///etc/passwd',
    'https://',
    'https://user:secret@cdn.example/a.png',
    'media/',
    'media/..',
    'media/../1056/a.png',
    'media/%2e%2e',
    'media/..%2fa.png',
    'media/a%00.png',
    'media/a\\b.png',
    'media/a.png?x',
    'media/\ud800.png',
  ]) {
    it(`${JSON.stringify(link)} is none`, () => expect(imageOf(link)).to.equal(null));
  }

  it('is an http(s) address or a path in which nothing needs an escape but &, for any text', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.webUrl(),
      fc.string({ unit: 'binary' }).map((name) => `media/${name}`),
    );
    fc.assert(
      fc.property(text, (link) => {
        const image = imageOf(link);
        if (image !== null) expect(image).to.match(/^(?:https?:\/\/|\/)[^\s"<>]*$/);
        if (link.startsWith('media/') && image !== null)
          expect(image).to.match(/^\/cms-market\/media\/1055\/[^/]+$/);
      }),
    );
  });
});
