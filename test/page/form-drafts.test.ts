import { expect } from 'chai';
import { formDrafts, isSameForm } from '../../web/src/deliveries/form-drafts.ts';

const HOUR = 3_600_000;

function phone() {
  const items = new Map<string, string>();
  const store = {
    getItem: (name: string) => items.get(name) ?? null,
    setItem: (name: string, value: string) => void items.set(name, value),
    removeItem: (name: string) => void items.delete(name),
  };
  const clock = { now: 1_764_000_000_000 };
  return { items, store, clock, drafts: formDrafts(store, () => clock.now) };
}

describe('what was typed into a form', () => {
  it('is kept over a reload, until it is settled', () => {
    const { items, drafts, store, clock } = phone();
    drafts.draftOf('1055', 'ann', 'd1').write({ name: '王小明' });
    const afterReload = formDrafts(store, () => clock.now).draftOf('1055', 'ann', 'd1');
    expect(afterReload.read()).to.deep.equal({ name: '王小明' });
    afterReload.settle();
    expect(afterReload.read()).to.equal(null);
    expect(items.size).to.equal(0);
  });

  it('is read by nobody else, and for no other win', () => {
    const { drafts } = phone();
    drafts.draftOf('1055', 'ann', 'd1').write({ name: '王小明' });
    const others = [
      drafts.draftOf('1055', 'bob', 'd1'),
      drafts.draftOf('1055', 'ann', 'd2'),
      drafts.draftOf('1056', 'ann', 'd1'),
    ];
    expect(others.map((draft) => draft.read())).to.deep.equal([null, null, null]);
  });

  it('is what the server has, though it writes the phone number in its own form', () => {
    const typed = { name: ' 王小明 ', phone: '0138 0013-8000' };
    expect(isSameForm(typed, { name: '王小明', phone: '+8613800138000' })).to.equal(true);
    expect(isSameForm(typed, { name: '王小明', phone: '+8613800138001' })).to.equal(false);
    expect(isSameForm(typed, { name: '王大明', phone: '+8613800138000' })).to.equal(false);
    expect(isSameForm({ ...typed, phone: '1' }, { phone: '+8613800138001' })).to.equal(false);
    expect(isSameForm(typed, {})).to.equal(false);
  });

  it('is removed a day later, by anyone who opens the page', () => {
    const { items, drafts, clock } = phone();
    drafts.draftOf('1055', 'ann', 'd1').write({ name: '王小明' });
    clock.now += 20 * HOUR;
    drafts.draftOf('1055', 'ann', 'd2').write({ name: '李雷' });
    clock.now += 5 * HOUR;
    drafts.sweep();
    expect(drafts.draftOf('1055', 'ann', 'd1').read()).to.equal(null);
    expect(drafts.draftOf('1055', 'ann', 'd2').read()).to.deep.equal({ name: '李雷' });
    expect([...items.values()].join()).not.to.include('王小明');
    clock.now += 24 * HOUR;
    drafts.sweep();
    expect(items.size).to.equal(0);
  });

  it('is of the latest five wins', () => {
    const { drafts } = phone();
    for (let win = 1; win <= 6; win += 1) drafts.draftOf('1055', 'ann', `d${win}`).write({ name: `${win}` });
    expect(drafts.draftOf('1055', 'ann', 'd1').read()).to.equal(null);
    expect(drafts.draftOf('1055', 'ann', 'd2').read()).to.deep.equal({ name: '2' });
  });

  it('is none where something else was stored, or nothing can be', () => {
    const { items, drafts } = phone();
    for (const odd of ['{', '7', 'null', '[7,null,{"of":1,"values":7}]']) {
      items.set('cms-market:forms', odd);
      expect(drafts.draftOf('1055', 'ann', 'd1').read()).to.equal(null);
      drafts.sweep();
    }
    const refuse = () => {
      throw new Error('SecurityError');
    };
    const none = formDrafts({ getItem: refuse, setItem: refuse, removeItem: refuse });
    none.draftOf('1055', 'ann', 'd1').write({ name: '王小明' });
    none.sweep();
    expect(none.draftOf('1055', 'ann', 'd1').read()).to.equal(null);
  });
});
