import { expect } from 'chai';
import { claimOf, type IdentityClaims, userOfClaims } from '../../../src/adapters/http/identity-claims.ts';

const CLAIMS: IdentityClaims = { uid: 'sub', zone: 'zone_id', name: 'name' };
/* As they come from a token: with `__proto__` as a member of its own. */
const parsed = (json: string) => JSON.parse(json) as Record<string, unknown>;
const userOf = (record: unknown, claims: Partial<IdentityClaims> = {}) =>
  userOfClaims(record, { ...CLAIMS, ...claims }, 'name');

describe('claimOf', () => {
  it('returns a claim by its name, and a member of one by the path to it', () => {
    const claims = { sub: 'u1', user: { id: 'u2', more: { zone: 5 } }, 'https://shop.example/uid': 'u3' };
    expect(claimOf(claims, 'sub')).to.equal('u1');
    expect(claimOf(claims, 'user.id')).to.equal('u2');
    expect(claimOf(claims, 'user.more.zone')).to.equal(5);
    expect(claimOf(claims, 'https://shop.example/uid')).to.equal('u3');
  });

  it('prefers the claim whose name has the dots to a member', () => {
    expect(claimOf({ 'user.id': 'whole', user: { id: 'member' } }, 'user.id')).to.equal('whole');
  });

  it('returns undefined where there is none', () => {
    for (const path of ['uid', 'user.uid', 'user.id.x', 'sub.length', 'none.at.all', 'user.', '.user', '']) {
      expect(claimOf({ sub: 'u1', user: { id: 'u2' }, gone: null }, path), path).to.equal(undefined);
    }
    expect(claimOf({ gone: null }, 'gone.id')).to.equal(undefined);
  });

  it('takes nothing that all objects or lists have', () => {
    const claims = { user: { id: 'u1' }, roles: ['u2'] };
    for (const path of [
      ...['constructor', 'constructor.name', 'toString', '__proto__', 'user.__proto__.constructor'],
      ...['user.constructor.name', 'hasOwnProperty', 'roles.0', 'roles.length', 'roles.at'],
    ]) {
      expect(claimOf(claims, path), path).to.equal(undefined);
    }
    expect(claimOf(parsed('{"__proto__": {"id": "u1"}}'), '__proto__.id')).to.equal('u1');
    expect(claimOf(parsed('{"__proto__": {"id": "u1"}}'), 'id')).to.equal(undefined);
  });
});

describe('userOfClaims', () => {
  it('returns uid, zone and name, from texts and from numbers', () => {
    expect(userOf({ sub: 7, zone_id: 1000, name: '小明', exp: 1 })).to.deep.equal({
      uid: '7',
      zoneId: '1000',
      profile: { display_name: '小明' },
    });
    const nested = { uid: 'user.id', zone: 'user.zone', name: 'user.name' };
    expect(userOf({ user: { id: 'u1', zone: '2', name: 'Ann' } }, nested)).to.deep.equal({
      uid: 'u1',
      zoneId: '2',
      profile: { display_name: 'Ann' },
    });
  });

  it('has no zone and no name where none is mapped, or the claims have none', () => {
    const bare = { uid: 'u1', zoneId: null, profile: {} };
    expect(userOf({ sub: 'u1', zone_id: '2', name: 'Ann' }, { zone: null, name: null })).to.deep.equal(bare);
    for (const rest of [{}, { zone_id: null, name: null }, { zone_id: '', name: ' \n ' }, { name: 5 }]) {
      expect(userOf({ sub: 'u1', ...rest }), JSON.stringify(rest)).to.deep.equal(bare);
    }
  });

  it('is null without a uid that can be one', () => {
    for (const sub of [
      ...['""', '"a\\u0000b"', `"${'x'.repeat(129)}"`, 'null', 'true', '{}', '[]', '["u1"]', '1.5', '1e999'],
      // The parser makes 9007199254740992 of it, which may be another user.
      ...['9007199254740993', '-9007199254740993', '12345678901234567890'],
    ]) {
      expect(userOf(parsed(`{"sub": ${sub}}`)), sub).to.equal(null);
    }
    expect(userOf(parsed('{"sub": 9007199254740991}'))?.uid).to.equal('9007199254740991');
    expect(userOf({ uid: 'u1' })).to.equal(null);
  });

  it('is null with a zone that can be none, rather than without one', () => {
    for (const zone_id of [{}, ['1000'], true, 1.5, 'x'.repeat(129), 2 ** 53]) {
      expect(userOf({ sub: 'u1', zone_id }), JSON.stringify(zone_id)).to.equal(null);
    }
  });

  it('is null of what is no record', () => {
    for (const record of [null, undefined, 'sub', 5, [], [{ sub: 'u1' }]]) {
      expect(userOf(record), JSON.stringify(record)).to.equal(null);
    }
  });

  it('cuts a name, and takes out what moves the cursor or the line', () => {
    const nameOf = (name: string) => userOf({ sub: 'u1', name })?.profile.display_name;
    expect(nameOf(' a\u001b[2J\r\n\u202eb\ud800 ')).to.equal('a [2J b');
    expect(nameOf('🦊'.repeat(65))).to.equal('🦊'.repeat(64));
  });

  it('keeps the further claims where they are wanted, and none of them as the uid or the name', () => {
    const record = parsed('{"sub": "u1", "zone_id": 5, "uid": "other", "display_name": "x", "vip": true}');
    expect(userOfClaims(record, CLAIMS, 'all')).to.deep.equal({
      uid: 'u1',
      zoneId: '5',
      profile: { sub: 'u1', display_name: 'x', vip: true },
    });
    expect(userOfClaims(record, CLAIMS, 'name')?.profile).to.deep.equal({});
    const polluting = userOfClaims(parsed('{"sub": "u1", "__proto__": {"uid": "root"}}'), CLAIMS, 'all');
    expect(polluting?.uid).to.equal('u1');
    expect((polluting?.profile as { uid?: string } | undefined)?.uid).to.equal(undefined);
    expect(({} as { uid?: string }).uid).to.equal(undefined);
  });
});
