import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { drawFigures } from '../../console/src/editor/text/draw-figures.ts';

const of = (prizes: object) => drawFigures({ rules: { prizes } });

describe('the figures of a draw in the editor', () => {
  it('adds odds up exactly', () => {
    const figures = of({ a: { odds: '0.1%' }, b: { odds: '0.2%' }, c: { odds: '1/3' } });
    expect(figures.sum).to.deep.equal({ percent: '33.6333', oneIn: '3' });
    expect(of({ a: { odds: '0.1%' }, b: { odds: '0.2%' } }).sum.percent).to.equal('0.3');
    expect(
      of(Object.fromEntries(Array.from({ length: 7 }, (_, i) => [i, { odds: '1/7' }]))).nothing,
    ).to.deep.equal({
      percent: '0',
      oneIn: null,
    });
  });

  it('says when they are over one', () => {
    const figures = of({ a: { odds: '60%' }, b: { odds: '2/5' }, c: { odds: '1/1000000' } });
    expect(figures.isOverOne).to.equal(true);
    expect(figures.nothing).to.equal(null);
  });

  it('says what all stock costs, and one draw in the mean', () => {
    const figures = of({
      a: { odds: '1/200', stock: 100, value: '19.90' },
      b: { odds: '50%', stock: null, value: '0.00' },
      c: { stock: 3, value: '0.1' },
    });
    expect(figures.cost).to.equal('1990.30');
    expect(figures.costPerDraw).to.equal('0.0995');
    expect(figures.isOpenEnded).to.equal(false);
    expect(figures.prizes.get('a')).to.deep.equal({
      odds: { percent: '0.5', oneIn: '200' },
      cost: '1990.00',
    });
    expect(figures.prizes.get('c')?.odds).to.equal(null);
  });

  it('knows prizes that nothing ends', () => {
    expect(of({ a: { odds: '1%', value: '5' } }).isOpenEnded).to.equal(true);
  });

  it('counts the steps of a release, at most the stock', () => {
    const release = [{ count: 10 }, { count: 20 }];
    expect(of({ a: { value: '1', release } }).cost).to.equal('30.00');
    expect(of({ a: { value: '1', release, stock: 25 } }).cost).to.equal('25.00');
  });

  it('takes what cannot be read as nothing', () => {
    const figures = of({ a: { odds: 'often', stock: -1, value: 3 }, b: null, c: 'x' });
    expect(figures.sum.oneIn).to.equal(null);
    expect(figures.cost).to.equal('0.00');
    expect(drawFigures({ rules: [] }).prizes.size).to.equal(0);
  });

  it('agrees with a shipped activity', () => {
    const figures = drawFigures(JSON.parse(readFileSync('activities/1055/data.json', 'utf8')));
    expect(figures.sum.percent).to.equal('7.521');
    expect(figures.cost).to.equal('102947.00');
  });
});
