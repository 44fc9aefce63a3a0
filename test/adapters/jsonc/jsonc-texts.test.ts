import { expect } from 'chai';
import fc from 'fast-check';
import { JsoncTexts } from '../../../src/adapters/jsonc/jsonc-texts.ts';
import { jsonEdits } from '../../../src/domain/shared/json-edits.ts';
import { isSameJson } from '../../../src/domain/shared/same-json.ts';

const texts = new JsoncTexts((text) => {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return null;
  }
});

describe('JsoncTexts', () => {
  it('changes one number, and no other byte', () => {
    const text =
      '\ufeff{ "rules" : {\r\n\t"prizes":{"a":{"stock":10 , "odds":"1/2"},"b":{ "stock":1e2}}}  }\r\n\r\n';
    const edited = texts.edited(text, [{ path: ['rules', 'prizes', 'b', 'stock'], value: 250 }]);
    expect(edited).to.equal(text.replace('1e2', '250'));
    expect(texts.edited(text, [{ path: ['rules', 'prizes', 'a', 'stock'], value: 5 }])).to.equal(
      text.replace('10', '5'),
    );
  });

  it('takes away and adds, and keeps the lines that are not beside', () => {
    const text = '{\n  "zones": ["1",   "2"],\n  "title": "a",\n  "old": {"x": 1}\n}\n';
    const edited = texts.edited(text, [
      { path: ['old'], value: undefined },
      { path: ['page', 'subtitle'], value: '新' },
    ]);
    expect(JSON.parse(edited)).to.deep.equal({ title: 'a', zones: ['1', '2'], page: { subtitle: '新' } });
    expect(edited).to.contain('  "zones": ["1",   "2"]');
    expect(edited.endsWith('}\n')).to.equal(true);
  });

  it('makes of any JSON any other one by its edits', () => {
    const entry = fc.record({ id: fc.constantFrom('a', 'b', 'c'), n: fc.jsonValue({ maxDepth: 1 }) });
    const json = fc.oneof(
      fc.jsonValue({ maxDepth: 3 }),
      fc.dictionary(fc.constantFrom('k', 'l', ''), fc.uniqueArray(entry, { selector: ({ id }) => id })),
    );
    fc.assert(
      fc.property(json, json, fc.constantFrom(undefined, 2, '\t'), (before, after, indent) => {
        const edited = texts.edited(JSON.stringify(before, null, indent), jsonEdits(before, after));
        expect(isSameJson(JSON.parse(edited), after), edited).to.equal(true);
      }),
      { numRuns: 500 },
    );
  });

  it('makes ten thousand edits of a long text at once', () => {
    const ids = Array.from({ length: 10_000 }, (_, no) => `p${no}`);
    const prizes = Object.fromEntries(
      ids.map((id) => [id, { odds: '1/100000', stock: 1, old: { x: [1, 2] } }]),
    );
    const text = JSON.stringify({ title: 'a', rules: { prizes } }).replace('"title":', '"title" :');
    const at = (id: string, key: string) => ['rules', 'prizes', id, key];
    const begun = performance.now();
    const restocked = texts.edited(
      text,
      ids.map((id) => ({ path: at(id, 'stock'), value: 2 })),
    );
    expect(restocked).to.equal(text.replaceAll('"stock":1,', '"stock":2,'));
    const changed = texts.edited(
      text,
      ids.flatMap((id) => [
        { path: at(id, 'old'), value: undefined },
        { path: at(id, 'value'), value: '5.00' },
        { path: at(id, 'stock'), value: { __proto__: null, all: 3 } },
      ]),
    );
    const wanted = ids.map((id) => [id, { odds: '1/100000', stock: { all: 3 }, value: '5.00' }]);
    expect(JSON.parse(changed)).to.deep.equal({ title: 'a', rules: { prizes: Object.fromEntries(wanted) } });
    expect(performance.now() - begun).to.be.below(10_000);
  });
});
