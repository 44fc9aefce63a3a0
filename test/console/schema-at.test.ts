import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { completionsAt, fitting } from '../../console/src/editor/text/completions-at.ts';
import { pathOfField } from '../../console/src/editor/text/field-path.ts';
import {
  keysAt,
  type Schema,
  schemasAt,
  typesAt,
  valuesAt,
} from '../../console/src/editor/text/schema-at.ts';

const SHAKE: Schema = JSON.parse(readFileSync('schemas/shake.json', 'utf8'));

/** The completions where `|` stands. */
function at(marked: string, own?: (path: readonly (string | number)[]) => readonly unknown[]) {
  const offset = marked.indexOf('|');
  const text = marked.replace('|', '');
  const found = completionsAt(text, offset, SHAKE, own);
  return { ...found, labels: found.options.map(({ label }) => label), text };
}

describe('the schema at a place of the text', () => {
  it('looks into objects, lists, maps and forms', () => {
    expect([...keysAt(schemasAt(SHAKE, ['rules', 'prizes', 'phone', 'delivery'])).keys()]).to.deep.equal([
      'by',
      'to',
      'fields',
      'until',
    ]);
    expect(valuesAt(schemasAt(SHAKE, ['rules', 'prizes', 'x', 'delivery', 'fields', 0]))).to.include('phone');
    expect([...keysAt(schemasAt(SHAKE, ['rules', 'guarantee'])).keys()]).to.deep.equal(['after', 'prize']);
    expect(typesAt(schemasAt(SHAKE, ['rules', 'prizes', 'x', 'stock'])))
      .to.include('null')
      .and.include('integer');
    expect(schemasAt(SHAKE, ['title', 'x'])).to.be.empty;
  });

  it('completes keys that are not there yet', () => {
    const { labels } = at('{ "title": "x", "page": { "stage": "wheel", | } }');
    expect(labels).to.include('subtitle').and.not.include('title');
    expect(at('{ "dispatch": "shake", | }').labels).to.include('ends_at').and.not.include('dispath');
  });

  it('completes a key that is begun, with a value to write over', () => {
    const found = at('{ "rules": { "prizes": { "a": { "od|" } } } }');
    const odds = found.options.find(({ label }) => label === 'odds');
    expect(odds?.insert).to.equal('"odds": "0.5%"');
    expect(found.text.slice(found.from, found.to)).to.equal('"od"');
    expect(odds?.info).to.include('中奖概率');
  });

  it('keeps those that fit to what is typed, the ones that begin with it first', () => {
    const { options } = at('{ "|" }');
    const labels = (typed: string) => fitting(options, typed).map(({ label }) => label);
    expect(labels('"')).to.have.length(options.length);
    expect(labels('"zon')).to.deep.equal(['zones', 'is_check_zone']);
    expect(labels('"xyz')).to.be.empty;
  });

  it('parts a new key from the next one', () => {
    const found = at('{ "|" "title": "x" }');
    expect(found.options.find(({ label }) => label === 'page')?.insert).to.equal('"page": {},');
  });

  it('only renames a key that has its value', () => {
    const found = at('{ "pa|": {} }');
    expect(found.options.find(({ label }) => label === 'page')?.insert).to.equal('"page"');
  });

  it('completes values', () => {
    expect(at('{ "page": { "stage": | } }').labels).to.include('"wheel"').and.include('"red_packet"');
    expect(at('{ "page": { "stage": "wh|" } }').labels).to.include('"wheel"');
    expect(at('{ "is_login_user": | }').labels).to.include('true').and.include('false');
    expect(at('{ "rules": { "prizes": { "a": { "delivery": { "by": "|" } } } } }').labels).to.deep.equal(
      ['hand', 'code', 'webhook', 'form', 'counter'].map((by) => JSON.stringify(by)),
    );
  });

  it('prefers what the text itself knows', () => {
    const own = (path: readonly (string | number)[]) => (path.at(-1) === 'fallback' ? ['tea'] : []);
    expect(at('{ "rules": { "fallback": | } }', own).labels).to.deep.equal(['"tea"']);
  });
});

describe('the path that a field of a finding means', () => {
  const data = {
    prizes: [
      { id: 'a.b', name: 'x' },
      { id: '1', name: 'y' },
    ],
    rules: { prizes: { 'a.b': { odds: '1%' } } },
    page: { rules_text: ['p', 'q'] },
  };

  it('takes indexes and ids, and keys with dots', () => {
    expect(pathOfField(data, 'prizes.0.name')).to.deep.equal(['prizes', 0, 'name']);
    expect(pathOfField(data, 'prizes.a.b.name')).to.deep.equal(['prizes', 0, 'name']);
    expect(pathOfField(data, 'rules.prizes.a.b.odds')).to.deep.equal(['rules', 'prizes', 'a.b', 'odds']);
    expect(pathOfField(data, 'page.rules_text.1')).to.deep.equal(['page', 'rules_text', 1]);
  });

  it('takes what is not there as it is written', () => {
    expect(pathOfField(data, '')).to.deep.equal([]);
    expect(pathOfField(data, 'page.theme.name')).to.deep.equal(['page', 'theme', 'name']);
    expect(pathOfField(data, 'prizes.9.name')).to.deep.equal(['prizes', 9, 'name']);
    expect(pathOfField(undefined, 'title')).to.deep.equal(['title']);
  });
});
