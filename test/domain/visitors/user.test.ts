import { expect } from 'chai';
import fc from 'fast-check';
import { recordOfUser, userOfRecord } from '../../../src/domain/visitors/user.ts';

describe('a user', () => {
  it('is read from texts and integers alike', () => {
    expect(userOfRecord({ uid: 7, zone_id: 1000, nick: '小明' })).to.deep.equal({
      uid: '7',
      zoneId: '1000',
      profile: { nick: '小明' },
    });
  });

  it('without a zone has none, however the passport writes that', () => {
    for (const zone of [undefined, null, '']) {
      expect(userOfRecord({ uid: 'u1', zone_id: zone })?.zoneId).to.equal(null);
    }
  });

  for (const record of [
    null,
    [],
    'u1',
    {},
    { uid: '' },
    { uid: null },
    { uid: 1.5 },
    { uid: true },
    { uid: 'u1\0' },
    { uid: 'u1', zone_id: {} },
  ]) {
    it(`is not read from ${JSON.stringify(record)}`, () => {
      expect(userOfRecord(record)).to.equal(null);
    });
  }

  it('is not read from an integer that the JSON parser has already rounded', () => {
    expect(userOfRecord(JSON.parse('{"uid": 9007199254740993}'))).to.equal(null);
  });

  it('is the same after it was written and read', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1, maxLength: 128 }),
        fc.option(fc.string({ minLength: 1, maxLength: 64 })),
        fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), fc.jsonValue()),
        (uid, zoneId, profile) => {
          fc.pre(!('uid' in profile) && !('zone_id' in profile));
          const stored = JSON.parse(JSON.stringify(recordOfUser({ uid, zoneId, profile })));
          expect(userOfRecord(stored)).to.deep.equal({
            uid,
            zoneId,
            profile: JSON.parse(JSON.stringify(profile)),
          });
        },
      ),
    );
  });
});
