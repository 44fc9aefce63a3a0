import { expect } from 'chai';
import { libphonenumberPhones } from '../../../src/adapters/libphonenumber/libphonenumber-phones.ts';

const read = (text: string, timezone = 'Asia/Shanghai') => libphonenumberPhones.read(text, timezone);

describe('telephone numbers by libphonenumber', () => {
  it('are read as people type them', () => {
    for (const text of [
      '13800138000',
      '138 0013 8000',
      '138-0013-8000',
      '+86 138 0013 8000',
      '0086 13800138000',
      '(+86)13800138000',
      '１３８００１３８０００',
    ]) {
      expect(read(text), text).to.equal('+8613800138000');
    }
    expect(read('010-62345678')).to.equal('+861062345678');
  });

  it('are of the country whose prefix they have, else of that of the time zone, else of China', () => {
    expect(read('+852 9123 4567')).to.equal('+85291234567');
    expect(read('9123 4567', 'Asia/Hong_Kong')).to.equal('+85291234567');
    expect(read('202 555 0123', 'America/New_York')).to.equal('+12025550123');
    expect(read('13800138000', 'UTC')).to.equal('+8613800138000');
  });

  it('are refused if nobody can have them, or if something would be lost', () => {
    const wrong = [
      ...['', '12345', '1380013800', '138001380000', '11111111111', 'tel:13800138000', 'call 13800138000'],
      ...['13800138000 ext. 5', '13800138000 13800138001', '+999 123456', '1'.repeat(40)],
    ];
    for (const text of wrong) expect(read(text), text).to.equal(null);
  });
});
