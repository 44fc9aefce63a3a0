import { expect } from 'chai';
import { pendingDraw } from '../../web/src/client/pending-draw.ts';

function memory() {
  const items = new Map<string, string>();
  return {
    getItem: (name: string) => items.get(name) ?? null,
    setItem: (name: string, value: string) => void items.set(name, value),
    removeItem: (name: string) => void items.delete(name),
  };
}

const forbidden = () => {
  throw new Error('SecurityError');
};

describe('a draw whose answer is not known yet', () => {
  it('keeps its key over a reload, until it is settled', () => {
    const store = memory();
    const key = pendingDraw('1055', 'ann', store).begin();
    expect(key).to.match(/^[A-Za-z0-9_-]{8,64}$/);
    const afterReload = pendingDraw('1055', 'ann', store);
    expect(afterReload.current()).to.equal(key);
    afterReload.settle();
    expect(afterReload.current()).to.equal(null);
    expect(pendingDraw('1055', 'ann', store).current()).to.equal(null);
  });

  it('leaves the key of a draw that another tab has begun since', () => {
    const store = memory();
    const mine = pendingDraw('1055', 'ann', store);
    mine.begin();
    const theirs = pendingDraw('1055', 'ann', store).begin();
    mine.settle();
    expect(pendingDraw('1055', 'ann', store).current()).to.equal(theirs);
  });

  it('has another key each time', () => {
    const draw = pendingDraw('1055', 'ann', memory());
    expect(draw.begin()).not.to.equal(draw.begin());
  });

  it('is its user’s and its activity’s alone', () => {
    const store = memory();
    pendingDraw('1055', 'ann', store).begin();
    expect(pendingDraw('1055', 'bob', store).current()).to.equal(null);
    expect(pendingDraw('1058', 'ann', store).current()).to.equal(null);
  });

  it('is held by the page where the browser keeps nothing', () => {
    const draw = pendingDraw('1055', 'ann', {
      getItem: forbidden,
      setItem: forbidden,
      removeItem: forbidden,
    });
    expect(draw.current()).to.equal(null);
    const key = draw.begin();
    expect(draw.current()).to.equal(key);
    draw.settle();
    expect(draw.current()).to.equal(null);
  });

  it('is none where something else was stored', () => {
    const store = memory();
    store.setItem('cms-market:draw:1055:ann', '<script>');
    expect(pendingDraw('1055', 'ann', store).current()).to.equal(null);
  });
});
