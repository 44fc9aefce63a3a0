import type { IncomingMessage } from 'node:http';
import { expect } from 'chai';
import fc from 'fast-check';
import Koa from 'koa';
import { acceptedEncoding } from '../../../../../src/adapters/koa/http/encoding/accepted-encoding.ts';

const chosen = (header: string | undefined) =>
  acceptedEncoding({
    headers: header === undefined ? {} : { 'accept-encoding': header },
  } as IncomingMessage);

describe('the accepted encoding', () => {
  for (const [header, expected] of [
    [undefined, null],
    ['', null],
    ['gzip, deflate, br, zstd', 'br'],
    ['gzip, deflate', 'gzip'],
    ['GZIP', 'gzip'],
    ['br', 'br'],
    ['br;q=0', null],
    ['br;q=0, gzip', 'gzip'],
    ['gzip;q=0, identity', null],
    ['gzip;q=0, *', 'br'],
    ['*', 'br'],
    ['*;q=0', null],
    ['identity;q=0, *;q=0.5', 'br'],
    ['br;q=0.5, gzip;q=0.8', 'gzip'],
    ['br; q=0.8 ,gzip ;q=0.8', 'br'],
    ['identity, gzip;q=0.5', null],
    ['deflate', null],
    ['br;q=high', null],
    ['br;level=3', null],
    ['\u00ff,,;', null],
  ] as const) {
    it(`of "${header}" is ${expected}`, () => expect(chosen(header)).to.equal(expected));
  }

  it('is one that the client accepts, by Koa’s reading, and brotli where nothing says otherwise', () => {
    const app = new Koa();
    const name = fc.constantFrom('br', 'gzip', 'identity', 'deflate', '*');
    const weight = fc.constantFrom('', ';q=0', ';q=0.5', '; q=1', ';q=0.001');
    const headers = fc
      .uniqueArray(fc.tuple(name, weight), { maxLength: 5, selector: ([each]) => each })
      .map((items) => items.map((item) => item.join('')).join(', '));
    fc.assert(
      fc.property(headers, (header) => {
        const request = { headers: { 'accept-encoding': header } } as IncomingMessage;
        const { request: koa } = app.createContext(request, {} as never);
        const encoding = acceptedEncoding(request);
        if (encoding) expect(koa.acceptsEncodings(encoding)).to.equal(encoding);
        if (!encoding && koa.acceptsEncodings('br', 'identity') === 'br') expect(header).to.match(/identity/);
      }),
    );
  });

  it('is right for more headers than are kept', () => {
    for (let round = 0; round < 2; round++) {
      for (let n = 0; n < 1000; n++) expect(chosen(`x${n}, gzip`)).to.equal('gzip');
      expect(chosen('gzip, deflate, br, zstd')).to.equal('br');
    }
  });
});
