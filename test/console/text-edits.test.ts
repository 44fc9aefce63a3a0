import { readdirSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import {
  addEntry,
  moveEntry,
  rangeAt,
  removeAt,
  renameKey,
  setAt,
} from '../../console/src/editor/text/text-edits.ts';

const TEXT = `{
  "title": "摇一摇",
  "nobody_knows": { "a":1,   "b" : [1,2] },
  "page": { "theme": { "name": "spring" } },
  "prizes": [
    { "id": "a", "name": "A" },
    {"id":"b","name":"B"},
    { "id": "c", "name": "C" }
  ],
  "rules": {
    "guarantee": null
  }
}
`;

describe('edits of the text of a draft', () => {
  it('change a value and nothing else', () => {
    expect(setAt(TEXT, ['title'], '转一转')).to.equal(TEXT.replace('摇一摇', '转一转'));
  });

  it('make the objects on the way', () => {
    const text = setAt(TEXT, ['rules', 'chances', 'per_day'], 3);
    expect(JSON.parse(text).rules).to.deep.equal({ guarantee: null, chances: { per_day: 3 } });
    expect(text).to.include('"nobody_knows": { "a":1,   "b" : [1,2] }');
  });

  it('put an object in the place of null or of a text', () => {
    expect(JSON.parse(setAt(TEXT, ['rules', 'guarantee', 'after'], 10)).rules).to.deep.equal({
      guarantee: { after: 10 },
    });
    expect(JSON.parse(setAt(TEXT, ['title', 'zh'], 'x')).title).to.deep.equal({ zh: 'x' });
  });

  it('start from nothing', () => {
    expect(JSON.parse(setAt('', ['title'], 'x'))).to.deep.equal({ title: 'x' });
  });

  it('take a key away, with its comma', () => {
    const text = removeAt(TEXT, ['nobody_knows']);
    expect(Object.keys(JSON.parse(text))).to.deep.equal(['title', 'page', 'prizes', 'rules']);
    expect(removeAt(TEXT, ['page', 'stage'])).to.equal(TEXT);
  });

  it('add an entry to a list, or make the list', () => {
    expect(JSON.parse(addEntry(TEXT, ['prizes'], { id: 'd' })).prizes).to.have.length(4);
    expect(JSON.parse(addEntry(TEXT, ['zones'], '1000')).zones).to.deep.equal(['1000']);
    expect(JSON.parse(addEntry('{ "zones": null }', ['zones'], '1000')).zones).to.deep.equal(['1000']);
  });

  it('move an entry without rewriting any', () => {
    const text = moveEntry(TEXT, ['prizes'], 2, 0);
    expect(text).to.include(
      '    { "id": "c", "name": "C" },\n    { "id": "a", "name": "A" },\n    {"id":"b","name":"B"}\n',
    );
    expect(moveEntry(text, ['prizes'], 0, 2)).to.equal(TEXT);
    expect(moveEntry(TEXT, ['prizes'], 0, 7)).to.equal(TEXT);
  });

  it('rename a key where it stands', () => {
    expect(renameKey(TEXT, ['nobody_knows'], 'some')).to.equal(TEXT.replace('nobody_knows', 'some'));
    expect(renameKey(TEXT, ['prizes', 0], 'x')).to.equal(TEXT);
  });

  it('keep tabs and Windows line ends', () => {
    const text = setAt('{\r\n\t"a": 1\r\n}', ['b', 'c'], 2);
    expect(text).to.equal('{\r\n\t"a": 1,\r\n\t"b": {\r\n\t\t"c": 2\r\n\t}\r\n}');
  });

  it('find the place of a value, or of what is around it', () => {
    const { offset, length } = rangeAt(TEXT, ['prizes', 1, 'name']);
    expect(TEXT.slice(offset, offset + length)).to.equal('"B"');
    expect(TEXT[rangeAt(TEXT, ['prizes', 1, 'image']).offset]).to.equal('{');
    expect(rangeAt('not json', ['x'])).to.deep.equal({ offset: 0, length: 1 });
  });

  it('leave every shipped activity as it is, but for the one value', () => {
    for (const id of readdirSync('activities')) {
      const text = readFileSync(`activities/${id}/data.json`, 'utf8');
      const changed = setAt(text, ['title'], 'ANOTHER');
      const title = JSON.stringify(JSON.parse(text).title);
      expect(changed, id).to.equal(text.replace(`"title": ${title}`, '"title": "ANOTHER"'));
    }
  });
});
