import { expect } from 'chai';
import { TIERS } from '../../src/domain/activities/page-choices.ts';
import type { Prize } from '../../web/src/activity/activity-data.ts';
import { lastLooks } from '../../web/src/activity/last-looks.ts';
import { contactOf } from '../../web/src/activity/phone-number.ts';
import { byTier, stockOf } from '../../web/src/activity/prize-stock.ts';
import { liveOf } from '../../web/src/client/live.ts';
import { sheetHistory } from '../../web/src/parts/sheet-history.ts';
import type { Store } from '../../web/src/phone/kept.ts';
import { answered } from '../support/answered.ts';

describe('a contact', () => {
  it('has its phone number', () => {
    expect(contactOf('客服电话 400-000-0000（9 点至 18 点）')).to.deep.equal({
      before: '客服电话 ',
      number: '400-000-0000',
      dialled: '4000000000',
      after: '（9 点至 18 点）',
    });
    expect(contactOf('+86 138 0013 8000').dialled).to.equal('+8613800138000');
    expect(contactOf('致电 95588').dialled).to.equal('95588');
  });

  it('may have none', () => {
    for (const text of ['', '客服在线', '每天 3 次', '2026 年']) {
      expect(contactOf(text)).to.deep.equal({ before: text, number: '', dialled: '', after: '' });
    }
  });
});

describe('what is left of a prize', () => {
  const prize = { id: 'a', quantity: 9 } as Prize;

  it('is what the server says now, else how many there were', () => {
    expect(stockOf(prize, new Map([['a', 2]]))).to.deep.equal({ kind: 'left', count: 2 });
    expect(stockOf(prize, new Map([['a', 0]]))).to.deep.equal({ kind: 'gone' });
    expect(stockOf(prize, new Map())).to.deep.equal({ kind: 'quantity', count: 9 });
    expect(stockOf({ ...prize, quantity: null }, new Map())).to.deep.equal({ kind: 'unknown' });
  });

  it('comes with the grandest first', () => {
    const prizes = [...TIERS].reverse().map((tier) => ({ tier }) as Prize);
    expect(byTier(prizes).map(({ tier }) => tier)).to.deep.equal([...TIERS]);
  });
});

describe('recent wins', () => {
  it('are read', () => {
    const won = { who: 'u***1', prize_id: 'a', name: '奶茶', won_at: '2026-11-11T10:00:00+08:00' };
    const live = liveOf(answered(0, { data: { winners: [won, { who: '' }, 7], left: { a: 2, b: 'x' } } }));
    expect(live?.winners).to.deep.equal([
      { who: 'u***1', prizeId: 'a', name: '奶茶', wonAt: Date.parse('2026-11-11T02:00:00Z') },
    ]);
    expect([...(live?.left ?? [])]).to.deep.equal([['a', 2]]);
  });

  it('are nothing where the server sends none', () => {
    expect(liveOf(answered(1002))).to.equal(null);
    expect(liveOf({ kind: 'failed', reason: 'network' })).to.equal(null);
    expect(liveOf(answered(0, { data: null }))).to.deep.include({ winners: [] });
  });
});

describe('the looks of the last visits', () => {
  function memory(): Store & { readonly values: Map<string, string> } {
    const values = new Map<string, string>();
    return {
      values,
      getItem: (name) => values.get(name) ?? null,
      setItem: (name, value) => void values.set(name, value),
      removeItem: (name) => void values.delete(name),
    };
  }
  const page = { subtitle: '人人有礼', theme: { name: 'member' }, rules_text: ['长'] };

  it('are kept of answers and refusals, five at most, the latest first', () => {
    const store = memory();
    const looks = lastLooks(store);
    for (let id = 1; id <= 7; id += 1) {
      const face = { title: `第${id}`, page };
      looks.learn(String(id), answered(id % 2 === 0 ? 0 : 1006, { data: face, detail: face }));
    }
    expect(looks.of('7')).to.include({ title: '第7', subtitle: '人人有礼', themeName: 'member' });
    expect(looks.of('3')).to.include({ title: '第3' });
    expect(looks.of('2')).to.equal(null);
    looks.learn('3', answered(0, { data: { title: '新', page } }));
    looks.learn('3', answered(5003));
    expect(looks.of('3')).to.include({ title: '新' });
    expect([...store.values.values()].join()).to.not.contain('长');
  });

  it('are none where the storage holds something else, or refuses', () => {
    const store = memory();
    for (const odd of ['', '{', '7', '[7,{"id":"1"}]', '{"id":"1"}']) {
      store.setItem('cms-market:looks', odd);
      expect(lastLooks(store).of('1'), odd).to.equal(null);
    }
    const refuse = () => {
      throw new Error('refused');
    };
    const looks = lastLooks({ getItem: refuse, setItem: refuse, removeItem: refuse });
    looks.learn('1', answered(0, { data: { title: 'x' } }));
    expect(looks.of('1')).to.equal(null);
  });
});

describe('the back button and sheets', () => {
  function browser(state: unknown = null) {
    let entries: unknown[] = [state];
    let at = 0;
    let pop = () => {};
    const due: (() => void)[] = [];
    const settle = () => {
      while (due.length > 0) due.shift()?.();
    };
    const go = (steps: number) =>
      due.push(() => {
        at += steps;
        pop();
      });
    return {
      browsing: {
        history: {
          get state() {
            return entries[at];
          },
          pushState(next: unknown) {
            entries = [...entries.slice(0, at + 1), next];
            at += 1;
          },
          go,
        },
        onPop(listener: () => void) {
          pop = listener;
        },
        soon: (work: () => void) => void due.push(work),
      },
      settle,
      back() {
        go(-1);
        settle();
      },
      get depth() {
        return at;
      },
    };
  }

  function sheet(history: ReturnType<typeof sheetHistory>, log: string[], name: string) {
    let gone = () => {};
    const close = () => {
      log.push(name);
      gone();
    };
    gone = history.opened({ close });
    return { close };
  }

  it('closes the one on top, one at a time', () => {
    const window = browser();
    const history = sheetHistory(window.browsing);
    const log: string[] = [];
    sheet(history, log, 'outer');
    window.settle();
    sheet(history, log, 'inner');
    window.settle();
    expect(window.depth).to.equal(2);
    window.back();
    expect(log).to.deep.equal(['inner']);
    window.back();
    expect(log).to.deep.equal(['inner', 'outer']);
    expect(window.depth).to.equal(0);
  });

  it('leaves no entry behind when a sheet is closed by its button', () => {
    const window = browser();
    const history = sheetHistory(window.browsing);
    const one = sheet(history, [], 'one');
    window.settle();
    one.close();
    window.settle();
    expect(window.depth).to.equal(0);
  });

  it('passes the entry on to a sheet that opens as another closes', () => {
    const window = browser();
    const history = sheetHistory(window.browsing);
    const log: string[] = [];
    const first = sheet(history, log, 'first');
    window.settle();
    first.close();
    sheet(history, log, 'second');
    window.settle();
    expect(window.depth).to.equal(1);
    expect(log).to.deep.equal(['first']);
    window.back();
    expect(log).to.deep.equal(['first', 'second']);
  });

  it('leaves the entry of a page that was loaded anew with a sheet open', () => {
    const window = browser({ sheet: 1 });
    const steps: number[] = [];
    window.browsing.history.go = (count) => steps.push(count);
    sheetHistory(window.browsing);
    window.settle();
    expect(steps).to.deep.equal([-1]);
  });
});
