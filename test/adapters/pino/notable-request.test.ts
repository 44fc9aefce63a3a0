import { expect } from 'chai';
import { RESPONSES, type ResponseCode } from '../../../src/adapters/koa/http/responses.ts';
import {
  type RequestToJudge,
  reasonToLog,
  SLOW_REQUEST_MS,
} from '../../../src/adapters/pino/notable-request.ts';

const CODES = Object.keys(RESPONSES) as ResponseCode[];
const CHANGING = new Set(['/shake/draw', '/shake/chances']);

function reasonOf(code: ResponseCode | null, request: Partial<RequestToJudge> = {}): string | null {
  const notable = code !== null && RESPONSES[code].notable;
  const visit = { route: '/static', method: 'GET', durationMs: 2, trace: null };
  return reasonToLog({ ...visit, responseCode: code, notable, ...request }, CHANGING);
}

describe('reasonToLog', () => {
  it('is the code of a refusal or a fault that someone would look up', () => {
    const logged = CODES.filter((code) => reasonOf(code) !== null);
    expect(logged).to.deep.equal([
      ...['bad_parameter', 'unparseable_body', 'body_too_large', 'unsupported_body', 'no_such_activity'],
      ...['not_redeemable', 'too_many_draws', 'internal_error', 'system_busy'],
    ]);
    for (const code of logged) expect(reasonOf(code)).to.equal(code);
  });

  it('is the code of each draw and earned chance, whatever its outcome', () => {
    for (const route of CHANGING)
      for (const code of CODES) expect(reasonOf(code, { route, method: 'POST' })).to.equal(code);
    expect(reasonOf('served', { method: 'POST' })).to.equal(null);
    expect(reasonOf('method_not_allowed', { route: '/shake/draw' })).to.equal(null);
  });

  it('is that an answer was slow', () => {
    expect(reasonOf('served', { durationMs: SLOW_REQUEST_MS })).to.equal(null);
    expect(reasonOf('served', { durationMs: SLOW_REQUEST_MS + 1 })).to.equal('slow');
    expect(reasonOf(null, { route: '/assets/:file', durationMs: SLOW_REQUEST_MS + 1 })).to.equal('slow');
  });

  it('is a trace that its sender records', () => {
    const sampled = ['00', '01', '02', '03', '0a', '0b', 'fe', 'ff'].map((flags) =>
      reasonOf('served', { trace: { flags } }),
    );
    expect(sampled).to.deep.equal([null, 'traced', null, 'traced', null, 'traced', null, 'traced']);
  });

  it('is that a machine asked, also slowly', () => {
    for (const route of ['/healthz', '/readyz', '/metrics'])
      expect(reasonOf(null, { route, durationMs: 9999 })).to.equal('probe');
    expect(reasonOf(null, { route: '/' })).to.equal(null);
  });
});
