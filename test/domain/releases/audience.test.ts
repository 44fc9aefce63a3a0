import { expect } from 'chai';
import fc from 'fast-check';
import { type Audience, membersOf, placeOf } from '../../../src/domain/releases/audience.ts';

const USERS = 20_000;
const ACTIVITIES = ['1055', '7', 'a-b_c', 'spring-2026', 'x'.repeat(64)];

/* As passports make them. */
const UIDS: Readonly<Record<string, (no: number) => string>> = {
  'with a letter before a number': (no) => `u${no}`,
  numbers: (no) => String(100_000_000 + no),
  'like those of WeChat': (no) => `oX${Buffer.from(String(no * 7919)).toString('base64url')}`,
  Chinese: (no) => `用户${no}`,
};

const uid = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.constant('\ud800'));
const activityId = fc.stringMatching(/^[A-Za-z0-9_-]{1,64}$/);
const inZone = (id: string, zoneId: string | null = null) => ({ uid: id, zoneId });
const isMember = (audience: Audience, id: string, activity = '1055') =>
  membersOf(audience, activity)(inZone(id));

function countOf(nameOf: (no: number) => string, isCounted: (id: string) => boolean): number {
  let count = 0;
  for (let no = 0; no < USERS; no++) if (isCounted(nameOf(no))) count++;
  return count;
}

describe('placeOf', () => {
  // If one of these fails, users change sides in the middle of a rollout: mend the code, not the numbers.
  const pinned: readonly [string, string, number][] = [
    ['u1', '1055', 86.57],
    ['u2', '1055', 51.57],
    ['u1', '1056', 24.11],
    ['', '1', 54.35],
    ['用户😀', 'a-b_c', 80.13],
    ['100000001', 'spring-2026', 59.19],
  ];
  for (const [id, activity, place] of pinned) {
    it(`is ${place} for ${JSON.stringify(id)} of ${activity}, for ever`, () => {
      expect(placeOf(id, activity)).to.equal(place);
    });
  }

  it('is a hundredth from 0 up to and without 100, for any uid', () => {
    fc.assert(
      fc.property(uid, activityId, (id, activity) => {
        const place = placeOf(id, activity);
        expect(place).to.be.within(0, 99.99);
        expect(place).to.equal(Number(place.toFixed(2)));
        expect(placeOf(id, activity)).to.equal(place);
      }),
    );
  });

  it('is as even as chance is, for uids of each form', () => {
    for (const nameOf of Object.values(UIDS)) {
      for (const activity of ACTIVITIES) {
        const counts = new Array<number>(100).fill(0);
        for (let no = 0; no < USERS; no++) {
          const at = Math.floor(placeOf(nameOf(no), activity));
          counts[at] = (counts[at] ?? 0) + 1;
        }
        const expected = USERS / 100;
        const chiSquare = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
        // Of 99 degrees of freedom: 99, and less than 160 but once in 10,000 times.
        expect(chiSquare).to.be.below(160);
      }
    }
  });
});

describe('membersOf', () => {
  for (const [form, nameOf] of Object.entries(UIDS)) {
    it(`gives P % of 20,000 users the candidate, uids ${form}`, () => {
      for (const activity of ACTIVITIES) {
        for (const percent of [0, 0.01, 1, 5, 10, 33.33, 50, 90, 99, 100]) {
          const has = membersOf({ kind: 'percent', percent }, activity);
          const share = (countOf(nameOf, (id) => has(inZone(id))) / USERS) * 100;
          // 1, and about a half where chance alone, of which 4 standard deviations are allowed, scatters more.
          const scatter = 4 * Math.sqrt((percent * (100 - percent)) / USERS);
          expect(share, `${percent} % of ${activity}`).to.be.closeTo(percent, Math.max(1, scatter));
        }
      }
    });
  }

  it('gives 10 % ± 1 of the users of each of 100 activities the candidate', () => {
    for (let activity = 1000; activity < 1100; activity++) {
      const has = membersOf({ kind: 'percent', percent: 10 }, String(activity));
      const share =
        (countOf(
          (no) => `u${no}`,
          (id) => has(inZone(id)),
        ) /
          USERS) *
        100;
      expect(share, `activity ${activity}`).to.be.closeTo(10, 1);
    }
  });

  it('has the users of a smaller share in a larger one', () => {
    const percent = fc.oneof(fc.integer({ min: 0, max: 100 }), fc.double({ min: 0, max: 100, noNaN: true }));
    fc.assert(
      fc.property(percent, percent, uid, activityId, (one, other, id, activity) => {
        const [small, large] = [Math.min(one, other), Math.max(one, other)];
        if (isMember({ kind: 'percent', percent: small }, id, activity))
          expect(isMember({ kind: 'percent', percent: large }, id, activity)).to.equal(true);
      }),
      { numRuns: 1000 },
    );
  });

  it('has nobody in 0 % and everybody in 100 %', () => {
    fc.assert(
      fc.property(uid, activityId, (id, activity) => {
        expect(isMember({ kind: 'percent', percent: 0 }, id, activity)).to.equal(false);
        expect(isMember({ kind: 'percent', percent: 100 }, id, activity)).to.equal(true);
      }),
    );
  });

  it('puts the users of one activity on the sides of another one as if by chance', () => {
    for (const nameOf of Object.values(UIDS)) {
      for (const [index, activity] of ACTIVITIES.entries()) {
        for (const other of [...ACTIVITIES.slice(index + 1), `${activity}0`]) {
          const both = countOf(nameOf, (id) => placeOf(id, activity) < 50 && placeOf(id, other) < 50);
          expect((both / USERS) * 100, `${activity} and ${other}`).to.be.closeTo(25, 1.3);
        }
      }
    }
  });

  it('asks nothing of the zone for a share', () => {
    const has = membersOf({ kind: 'percent', percent: 50 }, '1055');
    for (const id of ['u1', 'u2', 'u3'])
      expect(new Set([null, '1', '2'].map((zone) => has(inZone(id, zone)))).size).to.equal(1);
  });

  it('has exactly the users that are named', () => {
    const uids = ['u1', '用户', ' u2', '__proto__', ''];
    for (const id of uids) expect(isMember({ kind: 'users', uids }, id)).to.equal(true);
    for (const id of ['u2', 'U1', 'u1 ', 'u', 'constructor'])
      expect(isMember({ kind: 'users', uids }, id)).to.equal(false);
    expect(isMember({ kind: 'users', uids: [] }, 'u1')).to.equal(false);
  });

  it('has exactly the users of the zones that are named, and nobody without a zone', () => {
    const has = membersOf({ kind: 'zones', zones: ['1000', '01', ''] }, '1055');
    for (const zone of ['1000', '01', '']) expect(has(inZone('u1', zone))).to.equal(true);
    for (const zone of ['100', '1', '1001', null]) expect(has(inZone('u1', zone))).to.equal(false);
  });
});
