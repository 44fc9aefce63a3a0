import { expect } from 'chai';
import type { StaffPins } from '../../src/domain/deliveries/staff-pins.ts';

export interface StaffPinsCase {
  readonly name: string;
  /** Two of them, each as another process has it, on one empty store. */
  create(): Promise<{
    readonly one: StaffPins;
    readonly other: StaffPins;
    /** Everything that is stored, as text. */
    stored(): Promise<string>;
    close(): Promise<void>;
  }>;
}

/** The contract of StaffPins, for each store. */
export function describeStaffPins({ name, create }: StaffPinsCase): void {
  describe(`StaffPins: ${name}`, () => {
    let opened: Awaited<ReturnType<StaffPinsCase['create']>>;
    before(async () => {
      opened = await create();
    });
    after(() => opened?.close());

    it('knows no PIN before one is set', async () => {
      expect(await opened.one.check('tea', '000000')).to.equal('not_set');
    });

    it('takes the right PIN alone, of this activity alone, again and again, in each process', async () => {
      await opened.one.set('tea', '012345', 1);
      await opened.one.set('coffee', '999999', 1);
      for (const pins of [opened.one, opened.other, opened.one]) {
        expect(await pins.check('tea', '012345')).to.equal('right');
        for (const wrong of ['012346', '12345', '0123450', '999999', '', '中文'])
          expect(await pins.check('tea', wrong)).to.equal('wrong');
        expect(await pins.check('coffee', '012345')).to.equal('wrong');
      }
    });

    it('takes a new PIN, and the earlier one no more, in each process', async () => {
      await opened.one.set('juice', '111111', 1);
      for (const pins of [opened.one, opened.other])
        expect(await pins.check('juice', '111111')).to.equal('right');
      await opened.other.set('juice', '222222', 2);
      for (const pins of [opened.one, opened.other]) {
        expect(await pins.check('juice', '111111')).to.equal('wrong');
        expect(await pins.check('juice', '222222')).to.equal('right');
      }
    });

    it('stores no PIN, and the same PIN of two activities differently', async () => {
      await opened.one.set('a', '765432', 1);
      await opened.one.set('b', '765432', 1);
      expect(await opened.stored()).to.not.include('765432');
      const hashes = [...(await opened.stored()).matchAll(/scrypt\$[\w-]+\$[\w-]+/g)].map(([hash]) => hash);
      expect(new Set(hashes).size).to.equal(hashes.length).and.above(1);
    });

    it('sets a PIN from many places at once; one of them counts', async () => {
      const all = Array.from({ length: 8 }, (_, no) => `77777${no}`);
      await Promise.all(all.map((pin, no) => (no % 2 ? opened.one : opened.other).set('race', pin, no)));
      const checks = await Promise.all(all.map((pin) => opened.one.check('race', pin)));
      expect(checks.filter((check) => check === 'right')).to.have.length(1);
    });
  });
}
