import { expect } from 'chai';
import fc from 'fast-check';
import { phoneCell } from '../../../src/adapters/cli/render/phone-cell.ts';
import { wonColumns, wonRow } from '../../../src/application/deliveries/won-row.ts';
import { csvFields } from '../../../src/application/shared/csv-fields.ts';
import { type ExportFormat, renderRow } from '../../../src/application/shared/render-row.ts';
import type { FormValues } from '../../../src/domain/deliveries/winner-form.ts';
import type { ListedWin } from '../../../src/domain/deliveries/won-list.ts';

const WON: ListedWin = {
  ...{ activityId: 'lucky', drawId: 'd-1', uid: 'ann', prizeId: 'cup', unit: 3, method: 'form' },
  ...{ endpoint: null, state: 'form_received', name: '杯子', image: null, claim: null, claimUrl: null },
  ...{ value: '10.00', wonAt: Date.parse('2026-11-11T02:00:00Z'), until: null, form: null },
  isUnmoved: false,
};
const columns = wonColumns(true);
const line = (win: Partial<ListedWin>, form: FormValues | null, format: ExportFormat) =>
  renderRow(
    wonRow({ ...WON, ...win }, form, { timezone: 'Asia/Shanghai', format, phoneCell }),
    columns,
    format,
  );
const cells = (win: Partial<ListedWin>, form: FormValues | null = null) => {
  const fields = csvFields(line(win, form, 'csv').trimEnd()) ?? [];
  return Object.fromEntries(columns.map((column, index) => [column, fields[index]]));
};

describe('a line of the list of wins', () => {
  it('has local time, names and values, and what was filled in', () => {
    const form = { name: '李雷', phone: '+8613800138000', address: '海淀区 1 号' };
    expect(cells({}, form)).to.deep.equal({
      won_at: '2026-11-11T10:00:00+08:00',
      ...{ prize_id: 'cup', prize_name: '杯子', value: '10.00', unit: '3', uid: 'ann', method: 'form' },
      ...{ endpoint: '', state: 'form_received', draw_id: 'd-1' },
      ...{ name: '李雷', phone: '13800138000', address: '海淀区 1 号', email: '', id_text: '' },
    });
    expect(JSON.parse(line({}, form, 'json'))).to.deep.include({ ...form, email: null, unit: 3 });
  });

  it('has phone numbers that can be dialled, and are no formulas', () => {
    const phone = (text: string) => cells({}, { phone: text }).phone;
    expect(phone('+8613800138000')).to.equal('13800138000');
    expect(phone('+447911123456')).to.equal('(+44) 7911123456');
    expect(phone('+861065529988')).to.equal('(+86) 1065529988');
    expect(phone('+cmd')).to.equal("'+cmd");
  });

  it('has texts that no spreadsheet takes for numbers, dates or formulas', () => {
    const idText = (text: string) => cells({}, { id_text: text }).id_text;
    for (const kept of ['A123', '海淀 3-5', '12345678901', '0', '']) expect(idText(kept)).to.equal(kept);
    for (const text of [
      ...['110101199001011234', '007', '3-5', '1/2', '1e5', '12:30', '1,5', '-1', '123456789012', '(5)'],
      ...['=1+1', '+1', '@x', '＝1', '\tx'],
    ]) {
      expect(idText(text), text).to.equal(`'${text}`);
    }
    expect(cells({ uid: '20261111000123456' }).uid).to.equal("'20261111000123456");
    expect(cells({ name: '=HYPERLINK("x")' }).prize_name).to.equal('\'=HYPERLINK("x")');
  });

  it('is one line, whose cells never begin as a formula does', () => {
    fc.assert(
      fc.property(fc.string(), fc.string({ unit: 'grapheme' }), (address, name) => {
        const text = line({}, { address, name }, 'csv');
        expect(text.replace(/\r\n$/, '')).not.to.match(/[\r\n]/);
        const read = cells({}, { address, name });
        expect(read.draw_id).to.equal('d-1');
        for (const cell of [read.address, read.name]) expect(cell ?? '').not.to.match(/^[=+\-@＝＋－＠\t]/);
      }),
    );
  });
});
