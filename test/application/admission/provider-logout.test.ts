import { expect } from 'chai';
import { ProviderLogout } from '../../../src/application/admission/provider-logout.ts';
import { DependencyError } from '../../../src/domain/shared/dependency-error.ts';
import type { EndedSessionsOf } from '../../../src/domain/visitors/session-ends.ts';

describe('ProviderLogout', () => {
  it('ends the session, or all of the user, once for each message, and again where the store was away', async () => {
    const ended: [EndedSessionsOf, number | null][] = [];
    const refused: string[] = [];
    const counted: string[] = [];
    const state = { isAway: false, elapsed: 0 };
    const logout = new ProviderLogout({
      tokens: {
        read: async (token) => {
          const [jti = '', uid, sid] = token.split(' ');
          if (jti === 'bad') return { kind: 'refused', reason: 'audience' };
          const logout = { jti, issuedAt: 7000, uid: uid || null, sid: sid ?? null };
          return { kind: 'logout', logout };
        },
      },
      ends: {
        end: async (of, issuedUpTo) => {
          if (state.isAway) throw new DependencyError('record store', 'away');
          ended.push([of, issuedUpTo]);
          return 1;
        },
      },
      timer: { elapsed: () => state.elapsed },
      refused: { report: (reason) => refused.push(reason) },
      telemetry: { providerLogout: (result) => counted.push(result) },
    });
    expect(await logout.end('bad')).to.equal(false);
    expect(await logout.end('j1 u1')).to.equal(true);
    expect(await logout.end('j1 u1')).to.equal(false);
    expect(await logout.end('j2 u1 s-1')).to.equal(true);
    state.isAway = true;
    expect(await logout.end('j3 u1').catch((error: Error) => error.name)).to.equal('DependencyError');
    state.isAway = false;
    expect(await logout.end('j3 u1')).to.equal(true);
    state.elapsed = 600_001;
    expect(await logout.end('j1 u1')).to.equal(true);
    expect(ended).to.deep.equal([
      [{ kind: 'user', uid: 'u1' }, 7000],
      [{ kind: 'sid', sid: 's-1' }, 7000],
      [{ kind: 'user', uid: 'u1' }, 7000],
      [{ kind: 'user', uid: 'u1' }, 7000],
    ]);
    expect(refused).to.deep.equal(['audience', 'repeated']);
    expect(counted).to.deep.equal(['audience', 'ended', 'repeated', 'ended', 'fault', 'ended', 'ended']);
  });
});
