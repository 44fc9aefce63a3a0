import type {
  CodeStatusView,
  CodesView,
  ImportLine,
} from '../../../src/adapters/koa/console/contract/codes.ts';
import { type MockArea, mockError } from '../mock-area.ts';

/* The codes of an activity; `2003` has none yet. A file with the word `wrong` has problems. */

const MIB = 1024 * 1024;

const status = (
  prize_id: string,
  name: string | null,
  by_code: CodeStatusView['by_code'],
  [loaded, awarded, given]: readonly [number, number, number],
  notes: CodeStatusView['notes'] = [],
): CodeStatusView => ({
  ...{ prize_id, name, by_code, loaded, announced: loaded, awarded, given },
  ...{ left: Math.max(0, loaded - awarded), notes },
});

const rows: CodeStatusView[] = [
  status(
    'coupon-50',
    '50元优惠券',
    'live',
    [2000, 1588, 1411],
    [
      {
        zh: '第 1 至 1588 个兑换码属于已有的中奖者，之后的中奖者获得后面的兑换码',
        en: 'codes 1 to 1588 belong to the winners so far; the next winner gets a later one',
      },
    ],
  ),
  status(
    'tea',
    '奶茶兑换券',
    'live',
    [900, 900, 611],
    [
      {
        zh: '兑换码已用完，导入更多之前不会再中出',
        en: 'no code is left; it cannot be won until more are loaded',
      },
    ],
  ),
  status(
    'movie',
    '电影票兑换码',
    'draft',
    [0, 0, 0],
    [{ zh: '尚未导入兑换码，不会中出', en: 'no code is loaded; it cannot be won' }],
  ),
];

function viewOf(id: string): CodesView {
  const isNew = id === '2003';
  const others = [{ id: 'earphones', name: '降噪耳机', by_code: null }];
  return {
    codes: isNew ? [] : rows,
    prizes: [
      ...(isNew
        ? []
        : rows.map(({ prize_id, name, by_code }) => ({ id: prize_id, name: name ?? '', by_code }))),
      ...others,
    ],
    has_key: true,
    ...{ most_bytes: 5 * MIB, most_lines: 200_000 },
  };
}

const masked = (code: string) => `${code.slice(0, 1)}${'•'.repeat(Math.min(12, code.length))}`;

export const area: MockArea = {
  'GET /api/activities/:id/codes': ({ params }) => ({ json: viewOf(params['id'] ?? '') }),
  'POST /api/activities/:id/codes/check': ({ query, raw }) => {
    const lines = raw.toString().split(/\r?\n/).filter(Boolean);
    const row = rows.find(({ prize_id }) => prize_id === query.get('prize_id'));
    const isWrong = raw.includes('wrong');
    const known = Math.min(lines.length, Math.floor((row?.loaded ?? 0) / 100));
    return {
      json: {
        ...{ hash: '0'.repeat(64), codes: lines.length },
        ...{ new: isWrong ? null : lines.length - known, known: isWrong ? null : known },
        examples: isWrong ? [] : lines.slice(0, 3).map(masked),
        problems: isWrong
          ? [
              {
                ...{ line: 3, code: 'repeated', zh: '第 3 行：与第 1 行的兑换码相同' },
                en: 'line 3: has the code of line 1',
              },
            ]
          : [],
        ...{ problem_count: isWrong ? 1 : 0, loaded: row?.loaded ?? 0, awarded: row?.awarded ?? 0 },
      },
    };
  },
  'POST /api/activities/:id/codes/import': ({ query, raw }) => {
    const row = rows.find(({ prize_id }) => prize_id === query.get('prize_id'));
    if (!row) return mockError(409, 'refused', { reason: 'no_such_prize' });
    const count = raw.toString().split(/\r?\n/).filter(Boolean).length;
    const before = row.loaded;
    Object.assign(row, status(row.prize_id, row.name, row.by_code, [before + count, row.awarded, row.given]));
    const lines: ImportLine[] = [
      { done: count, of: count },
      { imported: { added: count, known: 0, before, loaded: before + count, announced: true } },
    ];
    return { text: lines.map((line) => `${JSON.stringify(line)}\n`).join('') };
  },
};
