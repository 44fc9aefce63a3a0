import { expect } from 'chai';
import fc from 'fast-check';
import { LimitedUnknownTokens } from '../../../src/adapters/memory/limited-unknown-tokens.ts';
import type { RequestOrigin } from '../../../src/domain/visitors/request-origin.ts';
import type { UnknownTokenResult } from '../../../src/domain/visitors/visitor-telemetry.ts';

const from = (address: string): RequestOrigin => ({
  requestId: 'r',
  trace: null,
  clientAddress: () => address,
});

function limiter(limits: Partial<ConstructorParameters<typeof LimitedUnknownTokens>[0]> = {}) {
  const clock = { ms: 1000 };
  const counts: Record<UnknownTokenResult, number> = { verified: 0, limited_network: 0, limited_all: 0 };
  const tokens = new LimitedUnknownTokens({
    inAll: { uses: 100, windowSeconds: 10 },
    perNetwork: { uses: 10, windowSeconds: 10 },
    isProxy: (address) => address === '127.0.0.1',
    monotonic: { now: () => clock.ms },
    telemetry: {
      unknownToken: (result) => {
        counts[result] += 1;
      },
    },
    ...limits,
  });
  const granted = (address: string, count: number) =>
    Array.from({ length: count }, () => tokens.take(from(address))).filter(({ kind }) => kind === 'granted')
      .length;
  return { tokens, clock, counts, granted };
}

describe('LimitedUnknownTokens', () => {
  it('grants a network its limit, then one token after another as time passes', () => {
    const { granted, clock, tokens, counts } = limiter();
    expect(granted('192.0.2.1', 20)).to.equal(10);
    expect(tokens.take(from('192.0.2.1'))).to.deep.equal({ kind: 'refused', retryAfterSeconds: 1 });
    clock.ms += 2000;
    expect(granted('192.0.2.1', 20)).to.equal(2);
    clock.ms += 3_600_000;
    expect(granted('192.0.2.1', 20)).to.equal(10);
    expect(counts).to.deep.equal({ verified: 22, limited_network: 39, limited_all: 0 });
  });

  it('does not take from the limit in all what the limit of a network refuses', () => {
    const { granted, counts } = limiter();
    granted('192.0.2.1', 10_000);
    const others = Array.from({ length: 9 }, (_, no) => granted(`198.51.100.${no}`, 10));
    expect(others).to.deep.equal(Array(9).fill(10));
    expect(granted('203.0.113.1', 10)).to.equal(0);
    expect(counts.limited_all).to.equal(10);
  });

  it('does not take from a network what the limit in all refuses', () => {
    const { granted, clock } = limiter({ inAll: { uses: 5, windowSeconds: 1 } });
    expect(granted('192.0.2.1', 50)).to.equal(5);
    clock.ms += 1000;
    expect(granted('192.0.2.1', 50)).to.equal(5);
  });

  it('counts the addresses of one customer of IPv6 as one network', () => {
    const { granted } = limiter();
    expect(granted('2001:db8:1:2::1', 6) + granted('2001:db8:1:2:ffff::9', 6)).to.equal(10);
    expect(granted('2001:db8:1:3::1', 6)).to.equal(6);
  });

  it('counts in all alone where the address is that of a proxy, or there is none', () => {
    const { tokens, granted } = limiter();
    expect(granted('127.0.0.1', 60)).to.equal(60);
    for (let count = 0; count < 40; count++) expect(tokens.take(undefined).kind).to.equal('granted');
    expect(tokens.take(undefined).kind).to.equal('refused');
  });

  it('has no limit where it is off', () => {
    const off = limiter({ inAll: null, perNetwork: null });
    expect(off.granted('192.0.2.1', 5000)).to.equal(5000);
    const perNetworkAlone = limiter({ inAll: null });
    expect(perNetworkAlone.granted('192.0.2.1', 500)).to.equal(10);
    const inAllAlone = limiter({ perNetwork: null });
    expect(inAllAlone.granted('192.0.2.1', 500)).to.equal(100);
  });

  it('cannot be made to forget a network by refused tokens of many others', () => {
    const { granted } = limiter({ inAll: { uses: 15_000, windowSeconds: 100_000 } });
    expect(granted('192.0.2.1', 20)).to.equal(10);
    // The places are for 20,000 networks; those beyond the limit in all do not come in.
    for (let no = 0; no < 60_000; no++) granted(`10.${no >> 16}.${(no >> 8) & 255}.${no & 255}`, 1);
    expect(granted('192.0.2.1', 20)).to.equal(0);
  });

  it('grants in no stretch of time more than what is full and what comes back', () => {
    const takes = fc.array(fc.record({ network: fc.nat(4), waitMs: fc.nat(1500) }), { maxLength: 300 });
    fc.assert(
      fc.property(takes, (list) => {
        const { tokens, clock } = limiter({ inAll: { uses: 12, windowSeconds: 6 } });
        const granted: { at: number; network: number }[] = [];
        for (const { network, waitMs } of list) {
          clock.ms += waitMs;
          if (tokens.take(from(`192.0.2.${network}`)).kind === 'granted')
            granted.push({ at: clock.ms, network });
        }
        for (const [first, { at, network }] of granted.entries()) {
          const since = granted.slice(first);
          for (const [index, last] of since.entries()) {
            const seconds = (last.at - at) / 1000;
            const own = since.slice(0, index + 1).filter((each) => each.network === network).length;
            expect(index + 1).to.be.at.most(12 + seconds * 2 + 1e-6);
            expect(own).to.be.at.most(10 + seconds + 1e-6);
          }
        }
      }),
      { numRuns: 50 },
    );
  });
});
