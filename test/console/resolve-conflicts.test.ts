import { expect } from 'chai';
import { resolveConflicts, type Side } from '../../console/src/editor/text/resolve-conflicts.ts';
import { TextHistory } from '../../console/src/editor/text/text-history.ts';

const MERGED = `{
  "title": "mine",
  "page": { "subtitle": "both" },
  "prizes": [{ "id": "a", "name": "mine" }]
}`;

const conflict = (path: string, mine: unknown, theirs: unknown) => ({
  path,
  base: null,
  mine: mine === undefined ? null : JSON.stringify(mine),
  theirs: theirs === undefined ? null : JSON.stringify(theirs),
});

const settled = (conflicts: ReturnType<typeof conflict>[], chosen: Record<string, Side>) =>
  JSON.parse(resolveConflicts(MERGED, conflicts, new Map(Object.entries(chosen))));

describe('a clash of two drafts', () => {
  it('keeps mine where nothing else is chosen, and what both changed apart', () => {
    expect(resolveConflicts(MERGED, [conflict('title', 'mine', 'theirs')], new Map())).to.equal(MERGED);
  });

  it('takes theirs', () => {
    const found = settled([conflict('title', 'mine', 'theirs'), conflict('prizes.a.name', 'mine', 'x')], {
      title: 'theirs',
      'prizes.a.name': 'theirs',
    });
    expect(found).to.deep.equal({
      title: 'theirs',
      page: { subtitle: 'both' },
      prizes: [{ id: 'a', name: 'x' }],
    });
  });

  it('takes away what they have taken away', () => {
    expect(
      settled([conflict('page.subtitle', 'both', undefined)], { 'page.subtitle': 'theirs' }).page,
    ).to.deep.equal({});
    expect(settled([conflict('prizes.a', {}, undefined)], { 'prizes.a': 'theirs' }).prizes).to.deep.equal([]);
  });

  it('takes their order of the same entries', () => {
    const text = '{ "prizes": [{ "id": "a" }, {"id":"b"}, { "id": "c" }] }';
    const order = conflict('prizes', ['a', 'b', 'c'], ['c', 'gone', 'a', 'b']);
    expect(resolveConflicts(text, [order], new Map([['prizes', 'theirs']]))).to.equal(
      '{ "prizes": [{ "id": "c" }, { "id": "a" }, {"id":"b"}] }',
    );
  });

  it('brings back an entry that mine has not any more', () => {
    const theirs = { id: 'b', name: 'theirs' };
    expect(settled([conflict('prizes.b', undefined, theirs)], { 'prizes.b': 'theirs' }).prizes).to.deep.equal(
      [{ id: 'a', name: 'mine' }, theirs],
    );
  });
});

describe('undo and redo of a draft', () => {
  it('goes back and forth', () => {
    const history = new TextHistory('0');
    history.push('1', null, 1000);
    history.push('2', null, 2000);
    expect(history.undo()).to.equal('1');
    expect(history.undo()).to.equal('0');
    expect(history.undo()).to.equal('0');
    expect(history.canUndo).to.equal(false);
    expect(history.redo()).to.equal('1');
    expect(history.redo()).to.equal('2');
    expect(history.redo()).to.equal('2');
  });

  it('takes typing in one field as one step', () => {
    const history = new TextHistory('');
    history.push('a', 'title', 1000);
    history.push('ab', 'title', 1500);
    history.push('abc', 'title', 2900);
    history.push('abc!', 'subtitle', 3000);
    history.push('abc!?', 'subtitle', 9000);
    expect(history.undo()).to.equal('abc!');
    expect(history.undo()).to.equal('abc');
    expect(history.undo()).to.equal('');
  });

  it('forgets what was undone when something else is written', () => {
    const history = new TextHistory('0');
    history.push('1', null, 1000);
    history.undo();
    history.push('2', null, 2000);
    expect(history.canRedo).to.equal(false);
  });
});
