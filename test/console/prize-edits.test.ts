import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { advancedFields, groupOf } from '../../console/src/editor/groups/group-of.ts';
import {
  withMovedPrize,
  withNewPrize,
  withoutPrize,
  withPrizeId,
} from '../../console/src/editor/groups/prize-edits.ts';
import { fieldsOfKindFile } from '../../src/application/authoring/fields.ts';
import { kinds } from '../../src/application/kinds/kinds.ts';

const TEXT = readFileSync('activities/2004/data.json', 'utf8');
const idsOf = (text: string): string[] => JSON.parse(text).prizes.map(({ id }: { id: string }) => id);

describe('edits of a prize', () => {
  it('add one with its rule, under an id that is free', () => {
    const data = JSON.parse(withNewPrize(withNewPrize(TEXT, 'A'), 'B'));
    expect(idsOf(JSON.stringify(data)).slice(-2)).to.deep.equal(['prize-6', 'prize-7']);
    expect(data.rules.prizes['prize-7'].odds).to.equal('0.1%');
    expect(JSON.parse(withNewPrize('{}', 'A')).prizes).to.have.length(1);
  });

  it('take one away with its rule', () => {
    const data = JSON.parse(withoutPrize(TEXT, 1));
    expect(idsOf(JSON.stringify(data))).to.deep.equal(['gold', 'card-100', 'coupon-20', 'points']);
    expect(data.rules.prizes).to.not.have.property('gift-box');
  });

  it('move one as visitors see them', () => {
    expect(idsOf(withMovedPrize(TEXT, 0, 2))).to.deep.equal([
      'gift-box',
      'card-100',
      'gold',
      'coupon-20',
      'points',
    ]);
  });

  it('rename one everywhere', () => {
    const { rules } = JSON.parse(withPrizeId(TEXT, 3, 'voucher'));
    expect(rules.guarantee.prize).to.equal('voucher');
    expect(Object.keys(rules.prizes)).to.deep.equal(['gold', 'gift-box', 'card-100', 'voucher', 'points']);
    expect(JSON.parse(withPrizeId(TEXT, 4, 'p')).rules.fallback).to.equal('p');
  });
});

describe('the groups of the form', () => {
  const fieldsOf = (dispatch: string) => {
    const kind = kinds.get(dispatch);
    return kind
      ? fieldsOfKindFile(kind).map((field) => ({ ...field, path: [...field.path], choices: undefined }))
      : [];
  };

  it('have each known field once: what no group has is advanced', () => {
    const names = advancedFields(fieldsOf('shake')).map(({ path }) => path.join('.'));
    expect(names).to.include('rules.timezone').and.include('page.texts.draw').and.include('rules.segments');
    expect(names).to.not.include('title').and.not.include('prizes').and.not.include('page.theme.primary');
    expect(names).to.not.include('rules.chances.earn').and.not.include('page');
  });

  it('say where a finding is mended', () => {
    expect(groupOf(['rules', 'prizes', 'x', 'odds'])).to.equal('prizes');
    expect(groupOf(['prizes', 0, 'name'])).to.equal('prizes');
    expect(groupOf(['rules', 'budget'])).to.equal('prizes');
    expect(groupOf(['page', 'rules_text', 2])).to.equal('page');
    expect(groupOf(['page', 'texts', 'draw'])).to.equal('advanced');
    expect(groupOf(['skus', 3, 'price'])).to.equal('goods');
    expect(groupOf(['zones', 1])).to.equal('audience');
    expect(groupOf(['ends_at'])).to.equal('basics');
    expect(groupOf([])).to.equal('basics');
    expect(groupOf(['something'])).to.equal('advanced');
  });
});
