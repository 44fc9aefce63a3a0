const MIB = 1024 * 1024;

/** As many entries as fit into the given number of bytes. */
function full(before: string, entry: (index: number) => string, after: string, bytes = MIB): string {
  const entries: string[] = [];
  let room = bytes - before.length - after.length;
  for (let index = 0; ; index++) {
    const text = entry(index);
    room -= Buffer.byteLength(text) + 1;
    if (room < 0) return `${before}${entries.join()}${after}`;
    entries.push(text);
  }
}

function list(before: string, entry: (index: number) => string, bytes?: number): string {
  return full(`{"dispatch":"sku",${before}[`, entry, ']}', bytes);
}

function rules(before: string, entry: (index: number) => string, after: string): string {
  const prizes = '"prizes":[{"id":"a","name":"A"}]';
  return full(`{"dispatch":"shake",${prizes},"rules":{${before}`, entry, `${after}}}`);
}

/** Odds whose denominators have 15 digits and almost no common factors. */
function primeOdds(count: number): string {
  const ids = Array.from({ length: count }, (_, index) => `p${index}`);
  const odds = ids.map((id, index) => [id, { odds: `1/${999_999_999_999_989 - 2 * index}` }]);
  return JSON.stringify({
    dispatch: 'shake',
    prizes: ids.map((id) => ({ id, name: id })),
    rules: { prizes: Object.fromEntries(odds) },
  });
}

function prizesWith(count: number, rule: object): string {
  const ids = Array.from({ length: count }, (_, index) => `p${index}`);
  return JSON.stringify({
    dispatch: 'shake',
    prizes: ids.map((id) => ({ id, name: id })),
    rules: { prizes: Object.fromEntries(ids.map((id) => [id, rule])) },
  });
}

const step = '{"at":"2026-11-01T00:00:00Z","count":1}';

/** Files of unusual structure, most of the maximum size. Each must be fast to read. */
export const oddFiles: Readonly<Record<string, string>> = {
  '300 odds without a common denominator': primeOdds(300),
  '600 odds without a common denominator': primeOdds(600),
  '10,000 prizes': prizesWith(10_000, { odds: '1/100000', stock: 3 }),
  '5,000 goods of a zone each': list(
    '"skus":',
    (n) => `{"sku_id":"${n}","name":"${'商'.repeat(40)}","price":"12.50","zones":["${n}"]}`,
    890_000,
  ),
  'goods of many zones, written as numbers': list(
    '"skus":',
    (n) =>
      `{"sku_id":"${n}","name":"g","price":"1","zones":[${Array.from({ length: 7 }, (_, z) => 1000 + z)}]}`,
  ),
  'zones by the thousand, written as numbers': list(
    '"skus":',
    (n) =>
      `{"sku_id":"${n}","name":"g","price":"1","zones":[${Array.from({ length: 10_000 }, (_, z) => (z + n) % 10)}]}`,
  ),
  'lists nested 100,000 deep': `{"dispatch":"shake","page":{"x":${'['.repeat(100_000)}${']'.repeat(100_000)}}}`,
  'objects nested 170,000 deep': `${'{"a":'.repeat(170_000)}1${'}'.repeat(170_000)}`,
  'a million opened brackets': '['.repeat(1_000_000),
  'brackets behind a comment': `/* " */ ${'['.repeat(1_000_000)}`,
  'a list broken at its end': `[${'0,'.repeat(500_000)}x]`,
  'a list of objects broken at its end': `[${'{},'.repeat(300_000)}x]`,
  'a million closed brackets': '}'.repeat(1_000_000),
  'a million blank lines': `{${'\n'.repeat(1_000_000)}`,
  'a string of 1 MiB without an end': `{"title":"${'\\"'.repeat(500_000)}`,
  'prizes that are numbers': full('{"dispatch":"shake","prizes":[', () => '0', ']}'),
  'goods that are numbers': list('"skus":', () => '0'),
  'goods that are empty': list('"skus":', () => '{}'),
  '9,500 goods that are empty': list('"skus":', () => '{}', 28_500),
  'goods that are there twice': list('"skus":', () => '{"sku_id":1,"name":"A"}', 230_000),
  'zones that are lists': list('"zones":', () => '[]'),
  '9,500 zones that are lists': list('"zones":', () => '[]', 28_500),
  'zones of one good': list('"skus":[{"sku_id":1,"name":"A","zones":', (n) => `"${n}"`).replace(
    /\]\}$/,
    ']}]}',
  ),
  'blocked users that are numbers': rules('"blocked_users":[', () => '0', ']'),
  'a rule with unknown keys': rules('"prizes":{"a":{', (n) => `"k${n}":0`, '}}'),
  'rules without a prize': rules('"prizes":{', (n) => `"p${n}":{}`, '}'),
  'steps that are numbers': rules('"prizes":{"a":{"release":[', () => '0', ']}}'),
  'steps of one prize': rules('"prizes":{"a":{"release":[', () => step, ']}}'),
  'a wide file': full('{"dispatch":"shake",', (n) => `"k${n}":0`, '}'),
  'the same key again and again': full('{', () => '"dispatch":"shake"', '}'),
  'a wide page': full('{"dispatch":"shake","page":{', (n) => `"k${n}":0`, '}}'),
  'a page of zeros': full('{"dispatch":"shake","page":{"x":[', () => '0', ']}}'),
  'a time zone of 1 MiB': `{"dispatch":"shake","rules":{"timezone":"${'x'.repeat(MIB - 100)}"}}`,
  'odds of 1 MiB': `{"dispatch":"shake","rules":{"prizes":{"a":{"odds":"${'1'.repeat(MIB - 100)}/2"}}}}`,
};
