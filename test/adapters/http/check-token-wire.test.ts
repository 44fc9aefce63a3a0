import { expect } from 'chai';
import { checkTokenWire } from '../../../src/adapters/http/check-token-wire.ts';
import { DependencyError } from '../../../src/domain/shared/dependency-error.ts';

const NOW = 1_800_000_000;
const CLAIMS = { uid: 'uid', zone: 'zone_id', name: 'name' };

function read(data: object, claims = CLAIMS, ret = 0) {
  const wire = checkTokenWire(claims);
  return wire.read({ status: 200, body: JSON.stringify({ ret, data }) });
}

describe('checkTokenWire', () => {
  it('returns the end of the token and its session, where the passport says them', () => {
    expect(read({ uid: 'u1', exp: NOW + 60, sid: 's1' })).to.include({
      kind: 'user',
      expiresAt: (NOW + 60) * 1000,
      sid: 's1',
    });
    expect(read({ uid: 'u1', exp: NOW + 0.5 })).to.include({ expiresAt: NOW * 1000 + 500 });
    expect(read({ uid: 'u1' })).to.have.all.keys('kind', 'user');
  });

  it('refuses by ret alone: an end that is over by our clock may be right by the passport’s', () => {
    for (const exp of [NOW, NOW - 1, 1_000_000_000]) {
      expect(read({ uid: 'u1', exp }), `${exp}`).to.include({ kind: 'user', expiresAt: exp * 1000 });
      expect(read({ uid: 'u1', exp }, CLAIMS, 7), `${exp}`).to.deep.equal({ kind: 'refused' });
    }
  });

  it('takes no experience for an end, and nothing else than a text for a session', () => {
    for (const exp of [0, -1, 4200, 999_999_999, `${NOW - 1}`, null, true, [NOW - 1]]) {
      expect(read({ uid: 'u1', exp }), JSON.stringify(exp)).to.have.all.keys('kind', 'user');
    }
    for (const sid of ['', 5, null, ['s1'], { id: 's1' }]) {
      expect(read({ uid: 'u1', sid }), JSON.stringify(sid)).to.have.all.keys('kind', 'user');
    }
  });

  it('reads who the user is from the fields that are mapped', () => {
    const claims = { uid: 'user.id', zone: 'user.shop', name: 'nick' };
    const answer = read({ uid: 'another', user: { id: 5, shop: 7 }, nick: '小明' }, claims);
    expect(answer.kind === 'user' && answer.user).to.deep.include({ uid: '5', zoneId: '7' });
    expect(answer.kind === 'user' && answer.user.profile).to.include({ display_name: '小明' });
  });

  it('names the field that is missing', () => {
    expect(() => read({ uid: 'u1' }, { ...CLAIMS, uid: 'user.id' })).to.throw(DependencyError, 'user.id');
    expect(read({ uid: 'u1' }, { ...CLAIMS, uid: 'user.id' }, 7)).to.deep.equal({ kind: 'refused' });
  });
});
