import type { IncomingMessage } from 'node:http';
import { expect } from 'chai';
import fc from 'fast-check';
import Koa, { type Context } from 'koa';
import { inPlainAddress } from '../../../../src/adapters/koa/http/plain-parameters.ts';
import { validatorFor } from '../../../../src/adapters/koa/http/validate.ts';
import {
  drawParameters,
  plainTexts,
  visitParameters,
} from '../../../../src/adapters/koa/public/parameters.ts';

const app = new Koa();

/* Koa's own context, so that addresses are taken apart as in the service. */
function contextOf(url: string, body?: unknown): Context {
  const req = { url, method: 'GET', headers: {}, socket: {} } as unknown as IncomingMessage;
  const ctx = app.createContext(req, {} as never);
  ctx.request.body = body;
  return ctx;
}

/* Parts of addresses, whole ones and what makes them odd. */
const part = fc.constantFrom(
  ...[
    'activity_id=',
    '1055',
    '&',
    'token=',
    'demo-u1@1000',
    '?',
    '=',
    '#',
    '%',
    '%31',
    '+',
    ' ',
    '/',
    '\\',
    ';',
  ],
  ...[
    'token',
    'Token=',
    '&&',
    '.',
    '~',
    '_',
    '-',
    '@',
    ':',
    '摇',
    '\u00a0',
    '\ufeff',
    '\t',
    'x=1',
    'http://h',
  ],
  ...['x'.repeat(64), 'y'.repeat(4096)],
);
const address = fc
  .oneof(
    fc.array(part, { maxLength: 8 }).map((parts) => parts.join('')),
    fc.array(part, { maxLength: 8 }).map((parts) => `/cms-market/static?activity_id=${parts.join('')}`),
    fc.array(part, { maxLength: 5 }).map((parts) => `/x?activity_id=1055&token=${parts.join('')}`),
  )
  .filter(canBeParsed);

/* The router answers 404 to any other. */
function canBeParsed(url: string): boolean {
  try {
    return contextOf(url).querystring !== undefined;
  } catch {
    return false;
  }
}

describe('a plain address', () => {
  const bySchema = validatorFor(visitParameters);

  it('gives what the schema takes from it', () => {
    let plain = 0;
    fc.assert(
      fc.property(address, (url) => {
        const parameters = inPlainAddress(url);
        if (parameters === undefined) return;
        plain += 1;
        const expected = bySchema(contextOf(url));
        expect(expected.ok && withoutMissing(expected.parameters)).to.deep.equal(withoutMissing(parameters));
      }),
      { numRuns: 5_000 },
    );
    expect(plain).to.be.greaterThan(100);
  });

  for (const [url, expected] of [
    ['/cms-market/static?activity_id=1055', { activity_id: '1055' }],
    ['/static?activity_id=a_b-1&token=demo-u1@1000', { activity_id: 'a_b-1', token: 'demo-u1@1000' }],
  ] as const) {
    it(`is ${url}`, () => expect(withoutMissing(inPlainAddress(url) ?? {})).to.deep.equal(expected));
  }

  for (const url of [
    '/x?activity_id=1055&token=',
    '/x?token=secret&activity_id=1055',
    '/x?activity_id=1055&%74oken=secret',
    '/x?activity_id=1055&access_token=secret',
    '/x?activity_id=1055#token=secret',
    '/x#?activity_id=1055',
    '/x?activity_id=1055&token=a%20b',
    '/x?activity_id=1055&token=a+b',
    '/x?activity_id=1055&token=a&token=b',
    `/x?activity_id=${'1'.repeat(65)}`,
    `/x?activity_id=1&token=${'t'.repeat(4097)}`,
    'http://token:secret@x/x?activity_id=1055',
    '/x?activity_id=',
  ]) {
    it(`is not ${url.slice(0, 60)}`, () => expect(inPlainAddress(url)).to.equal(undefined));
  }
});

describe('texts that are taken as they are', () => {
  const value = fc.oneof(
    fc.constantFrom(
      '1055',
      'abcdefgh',
      'demo-u1@1000',
      '',
      'short',
      'with space',
      '摇',
      1055,
      -1,
      1.5,
      null,
      true,
    ),
    fc.constantFrom(
      'x'.repeat(64),
      'x'.repeat(65),
      't'.repeat(4096),
      't'.repeat(4097),
      ['a'],
      {},
      '\n',
      'a\n',
    ),
  );
  const body = fc.record(
    { activity_id: value, token: value, request_id: value, other: value },
    { requiredKeys: [] },
  );

  for (const [what, schema] of Object.entries({ visitParameters, drawParameters })) {
    it(`are what ${what} returns`, () => {
      const bySchema = validatorFor(schema);
      const shorter = validatorFor(schema, plainTexts);
      fc.assert(
        fc.property(body, address, (given, url) => {
          const [expected, actual] = [bySchema(contextOf(url, given)), shorter(contextOf(url, given))];
          if (!expected.ok || !actual.ok) expect(actual).to.deep.equal(expected);
          else expect(withoutMissing(actual.parameters)).to.deep.equal(withoutMissing(expected.parameters));
        }),
        { numRuns: 5_000 },
      );
    });
  }
});

function withoutMissing(parameters: object): object {
  return Object.fromEntries(Object.entries(parameters).filter(([, value]) => value !== undefined));
}
