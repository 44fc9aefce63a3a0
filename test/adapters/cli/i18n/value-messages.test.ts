import { expect } from 'chai';
import { phrasesOfProblem } from '../../../../src/adapters/cli/i18n/problem-phrases.ts';
import { parseActivity } from '../../../../src/adapters/filesystem/activity-files.ts';
import { kindReadings } from '../../../../src/application/kinds/kinds.ts';

/** The words for the one mistake of a file. */
function wordsFor(data: unknown) {
  const text = typeof data === 'string' ? data : JSON.stringify(data);
  const reading = parseActivity('x', Buffer.from(text), kindReadings);
  if (reading.ok) throw new Error('nothing is refused');
  expect(reading.problems).to.have.length(1);
  const [enProblem, enRemedy, zhProblem, zhRemedy] = reading.problems.flatMap(phrasesOfProblem);
  return { enProblem, enRemedy, zhProblem, zhRemedy };
}

const withRule = (rule: object, more: object = {}) => ({
  dispatch: 'shake',
  prizes: [{ id: 'a', name: 'A' }],
  rules: { prizes: { a: rule }, ...more },
});

describe('the words for a value that is refused', () => {
  for (const [odds, chance, percent] of [
    [0.08, '8%', '0.08%'],
    ['0.08', '8%', '0.08%'],
    ['０.０８', '8%', '0.08%'],
    [0.1, '10%', '0.1%'],
    [1e-7, '0.00001%', '0.0000001%'],
    [1.5e-7, '0.000015%', '0.00000015%'],
    [1, '100%', '1%'],
  ] as const) {
    it(`leave it to the author what odds of ${JSON.stringify(odds)} are`, () => {
      const { enRemedy, zhRemedy } = wordsFor(withRule({ odds }));
      const number = percent.slice(0, -1);
      expect(enRemedy).to.equal(
        `write "odds": "${chance}" if ${number} is a probability, or "odds": "${percent}" if it is a percentage`,
      );
      expect(zhRemedy).to.equal(
        `${number} 若是概率，请写 "odds": "${chance}"；若是百分之 ${number}，请写 "odds": "${percent}"`,
      );
    });
  }

  for (const [odds, mended] of [
    [5, '"odds": "5%"'],
    ['0.5％', '"odds": "0.5%"'],
    ['０.５%', '"odds": "0.5%"'],
    ['0.5 %', '"odds": "0.5%"'],
    ['1／200', '"odds": "1/200"'],
    ['5‰', '"odds": "0.5%"'],
    ['150%', '"0.5%" or "1/200"'],
    ['2000‰', '"0.5%" or "1/200"'],
    [500, '"0.5%" or "1/200"'],
    [-0.1, '"0.5%" or "1/200"'],
    ['often', '"0.5%" or "1/200"'],
    [true, '"0.5%" or "1/200"'],
    ['9'.repeat(1000), '"0.5%" or "1/200"'],
  ] as const) {
    it(`mend odds of ${JSON.stringify(odds).slice(0, 20)}`, () => {
      const { enRemedy, zhRemedy } = wordsFor(withRule({ odds }));
      const isExample = !mended.startsWith('"odds"');
      expect(enRemedy).to.equal(`write it like ${mended}${isExample ? ', in quotes' : ''}`);
      expect(zhRemedy).to.equal(isExample ? '请写成带引号的 "0.5%" 或 "1/200"' : `请写成 ${mended} 这样`);
    });
  }

  for (const [value, mended] of [
    [10, '"10.00"'],
    [0.015, '"0.015"'],
    ['￥10', '"10.00"'],
    ['¥10.5', '"10.50"'],
    ['１０', '"10.00"'],
    ['10元', '"10.00"'],
    ['1,234,567.89', '"1234567.89"'],
    ['10,00', '"10.00"'],
    ['10万', '"10.00"'],
    ['-5', '"10.00"'],
  ] as const) {
    it(`mend an amount of ${JSON.stringify(value)}`, () => {
      expect(wordsFor(withRule({ value })).zhRemedy).to.equal(`请写成 "value": ${mended} 这样`);
    });
  }

  it('mend a time with full-width colons', () => {
    const { enRemedy, enProblem } = wordsFor({ dispatch: 'sku', starts_at: '2026-11-01T00：00：00+08：00' });
    expect(enProblem).to.match(/^has the full-width character "：" in place of ":"; must be a time/);
    expect(enRemedy).to.equal('write it like "starts_at": "2026-11-01T00:00:00+08:00"');
  });

  it('name the full-width character', () => {
    const odds = wordsFor(withRule({ odds: '0.5％' }));
    expect(odds.enProblem).to.match(/^has the full-width character "％" in place of "%"; /);
    expect(odds.zhProblem).to.match(/^含有全角字符“％”，应为半角 "%"；/);
    expect(wordsFor(withRule({}, { budget: '￥10' })).zhProblem).to.match(
      /^含有全角字符“￥”；必须是带引号的金额/,
    );
    expect(wordsFor(withRule({ odds: '0.5 %' })).enProblem).not.to.include('full-width');
  });

  for (const [text, column, sign, half] of [
    ['{“title”: "a"}', 2, '“', 'a straight "'],
    ['{"title": ‘a’}', 11, '‘', 'a straight "'],
    ['{"title"："a"}', 9, '：', ':'],
    ['{"title": "a"，"x": 1}', 14, '，', ','],
    ['{"x": true，"y": 1}', 11, '，', ','],
    ['{"x": [1，2]}', 9, '，', ','],
    ['{"x": 【1】}', 7, '【', '['],
    ['｛"x": 1}', 1, '｛', '{'],
    ['{"x": １２}', 7, '１', '1'],
    ['{"x": "y”, "z": 1}', 9, '”', 'a straight "'],
    ['{"x”: "y"}', 4, '”', 'a straight "'],
    ['{"x": "y“,\n"z": 1}', 9, '“', 'a straight "'],
  ] as const) {
    it(`name the ${sign} in ${text}`, () => {
      const { enProblem, enRemedy, zhProblem, zhRemedy } = wordsFor(text);
      expect(enProblem).to.equal(
        `is not JSON: line 1, column ${column}: the full-width ${sign} should be ${half}`,
      );
      expect(enRemedy).to.equal(`type ${half} in its place, with the keyboard set to English`);
      const ascii = half.replace('a straight ', '');
      expect(zhProblem).to.equal(
        `不是正确的 JSON：第 1 行第 ${column} 列，误用了全角的 ${sign}，应为半角的 ${ascii}`,
      );
      expect(zhRemedy).to.equal(`请切换到英文输入法，改为 ${ascii}`);
    });
  }

  it('name a blank that cannot be seen by its code', () => {
    expect(wordsFor('{"x":\u3000 1}').enProblem).to.match(/column 6: a blank .*U\+3000/);
    expect(wordsFor('{"x": 1,\u00a0"y": 2}').zhProblem).to.include('U+00A0');
  });

  for (const text of [
    '{"title": 摇一摇，赢好礼}',
    '{"title": "他说“好”", "x": y}',
    '{"title": "说“好”,\n"x": 1}',
    '{"title": "全角，没错", }',
    '{"title": "（一）" "x": 1}',
  ]) {
    it(`blame no full-width sign that is right where it is: ${text}`, () => {
      expect(wordsFor(text).enProblem).not.to.include('full-width');
    });
  }
});
