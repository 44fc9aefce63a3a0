import { expect } from 'chai';
import fc from 'fast-check';
import { TIERS } from '../../src/domain/activities/page-choices.ts';
import type { Prize } from '../../web/src/activity/activity-data.ts';
import { gridPlaces, type Place, placesOf, wheelPlaces, withPlaceFor } from '../../web/src/stages/places.ts';
import type { StageOutcome } from '../../web/src/stages/stage.ts';

const prizeOf = (id: string, tier: Prize['tier'] = 'small'): Prize => ({
  id,
  name: `奖品${id}`,
  image: '',
  tier,
  value: '',
  odds: '',
  quantity: null,
  claim: '',
  claimUrl: '',
});
const prizesOf = (count: number) => Array.from({ length: count }, (_, index) => prizeOf(String(index)));
const won = (prizeId: string): StageOutcome => ({ kind: 'won', prizeId, name: `奖品${prizeId}`, image: '' });
const idsOf = (places: readonly Place[]) => places.map((place) => place?.id ?? '-').join(' ');

const prizes = fc
  .array(fc.constantFrom(...TIERS), { maxLength: 30 })
  .map((tiers) => tiers.map((tier, index) => prizeOf(String(index), tier)));

describe('the places of the wheel and of the grid', () => {
  it('are 6 to 12 sectors, an even number, or 8 cells; and one of them is no win', () => {
    fc.assert(
      fc.property(prizes, (listed) => {
        const wheel = wheelPlaces(listed);
        expect(wheel.length).to.be.within(6, 12);
        expect(wheel.length % 2).to.equal(0);
        expect(gridPlaces(listed)).to.have.length(8);
        for (const places of [wheel, gridPlaces(listed)]) expect(places).to.include(null);
      }),
    );
  });

  it('hold each prize while there is room, in the order of the activity', () => {
    expect(idsOf(wheelPlaces(prizesOf(1)))).to.equal('0 - 0 - 0 -');
    expect(idsOf(wheelPlaces(prizesOf(2)))).to.equal('0 1 - 0 1 -');
    expect(idsOf(wheelPlaces(prizesOf(3)))).to.equal('0 1 2 - 0 1 2 -');
    expect(idsOf(wheelPlaces(prizesOf(4)))).to.equal('0 1 - 2 3 -');
    expect(idsOf(wheelPlaces(prizesOf(6)))).to.equal('0 1 2 - 3 4 5 -');
    expect(idsOf(wheelPlaces(prizesOf(11)))).to.equal('0 1 2 3 4 5 6 7 8 9 10 -');
    expect(idsOf(gridPlaces(prizesOf(7)))).to.equal('0 1 2 3 4 5 6 -');
    expect(idsOf(gridPlaces(prizesOf(6)))).to.equal('0 1 2 - 3 4 5 -');
    expect(idsOf(gridPlaces(prizesOf(5)))).to.equal('0 1 2 - 3 4 4 -');
    expect(idsOf(gridPlaces([]))).to.equal('- - - - - - - -');
  });

  it('leave out the least of many', () => {
    const many = [...prizesOf(20), prizeOf('car', 'grand'), prizeOf('tea', 'fine')];
    for (const places of [wheelPlaces(many), gridPlaces(many)]) {
      expect(idsOf(places)).to.match(/^0 1 .* car tea -$/);
      expect(places.map((place) => place?.id)).not.to.include('19');
    }
  });

  it('always hold the won prize, also one that the activity does not list, and lose no other for it', () => {
    fc.assert(
      fc.property(prizes, fc.nat(40), (listed, id) => {
        for (const before of [wheelPlaces(listed), gridPlaces(listed)]) {
          const outcome = won(String(id));
          const places = withPlaceFor(before, outcome);
          expect(places).to.have.length(before.length);
          const found = placesOf(places, outcome);
          expect(found).not.to.deep.equal([]);
          for (const at of found) expect(places[at]?.name).to.equal(`奖品${id}`);
          expect(placesOf(places, { kind: 'not_won' }).every((at) => places[at] === null)).to.equal(true);
          // All that were there are still there, but for the last prize of a wheel where each place is another.
          const lost = before.filter((place) => !places.some((each) => each?.id === place?.id));
          expect(lost.length).to.be.at.most(
            new Set(before.map((place) => place?.id)).size === before.length ? 1 : 0,
          );
        }
      }),
    );
  });

  it('always hold no win', () => {
    expect(placesOf(wheelPlaces(prizesOf(30)), { kind: 'not_won' })).to.deep.equal([11]);
    expect(placesOf(gridPlaces(prizesOf(30)), { kind: 'not_won' })).to.deep.equal([7]);
  });
});
