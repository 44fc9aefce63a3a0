import { expect } from 'chai';
import { isSameHost } from '../../../../src/adapters/koa/http/cross-site.ts';

const same: readonly (readonly [origin: string, host: string])[] = [
  ['https://shop.example', 'shop.example'],
  ['https://SHOP.example', 'shop.EXAMPLE'],
  ['http://127.0.0.1:3033', '127.0.0.1:3033'],
  ['http://[::1]:3033', '[::1]:3033'],
  ['https://xn--fsqu00a.example', 'xn--fsqu00a.example'],
  // A proxy that leaves the port out, one that adds its own, one that has another.
  ['https://shop.example:8443', 'shop.example'],
  ['https://shop.example', 'shop.example:443'],
  ['https://shop.example', 'shop.example:3033'],
];

const different: readonly (readonly [origin: string, host: string | undefined])[] = [
  ['https://evil.example', 'shop.example'],
  ['https://shop.example.evil.example', 'shop.example'],
  ['https://evil-shop.example', 'shop.example'],
  ['https://sub.shop.example', 'shop.example'],
  ['http://127.0.0.1:9000', '127.0.0.1:3033'],
  ['null', 'shop.example'],
  ['null', 'null'],
  ['', ''],
  ['file://', ''],
  ['http://undefined', undefined],
  ['https://shop.example, https://evil.example', 'shop.example'],
  ['shop.example', 'shop.example'],
];

describe('isSameHost', () => {
  for (const [origin, host] of same) {
    it(`${origin} is a page of ${host}`, () => expect(isSameHost(origin, host)).to.equal(true));
  }
  for (const [origin, host] of different) {
    it(`"${origin}" is no page of "${host}"`, () => expect(isSameHost(origin, host)).to.equal(false));
  }
});
