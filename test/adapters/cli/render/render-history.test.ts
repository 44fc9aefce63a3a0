import { expect } from 'chai';
import { pastOf } from '../../../../src/adapters/cli/render/past-of-history.ts';
import { renderHistory } from '../../../../src/adapters/cli/render/render-history.ts';
import { displayWidth } from '../../../../src/adapters/cli/render/text-layout.ts';
import type { HistoryRow } from '../../../../src/domain/releases/release-store.ts';
import type { CancelledRelease } from '../../../../src/domain/releases/scheduled-releases.ts';
import { englishSentence } from '../../../support/operator.ts';

const AT = Date.parse('2027-11-11T00:00:00+08:00');
const colors = { bold: (text: string) => text, dim: (text: string) => text } as never;

function cancelled(reason: string, changes: Partial<CancelledRelease> = {}): CancelledRelease {
  const hash = 'ab'.repeat(32);
  return {
    ...{ id: reason, activityId: 'a', dueAt: AT - 60_000, besideNo: 7, hash, author: 'ann', note: '' },
    ...{ reason, at: AT, ...changes },
  };
}

/* Lines are broken where they are full. */
const unwrapped = (text: string) => text.replaceAll(/\s/g, '');

function rendered(all: readonly CancelledRelease[], language: 'en' | 'zh'): string {
  const history = {
    activityId: 'a',
    title: '标题',
    serving: null,
    planned: [],
    approvers: new Map(),
    isComplete: true,
  };
  return renderHistory({ ...history, past: pastOf([], all) }, 'Asia/Shanghai', { language, colors });
}

describe('renderHistory, of scheduled releases that were not published', () => {
  const sentences: Readonly<Record<string, readonly [string, string]>> = {
    'by bob (the 2nd)': ['bob (the 2nd) has cancelled it', '由 bob (the 2nd) 取消'],
    unexpected: ['everyone had another release than 7 by then', '届时线上已不是第 7 版'],
    other_release: ['everyone had another release than 7 by then', '届时线上已不是第 7 版'],
    'invalid (too_long title)': ['not valid any more (too_long title)', '其内容已不再有效（too_long title）'],
    not_approved: ['nobody but its author has approved it', '除作者外，还没有人审批过'],
    managed_elsewhere: ['is no longer managed where it was scheduled', '活动已改由其他方式管理'],
    of_a_later_version: ['the reason is “of_a_later_version”', '原因：“of_a_later_version”'],
  };
  for (const [reason, [en, zh]] of Object.entries(sentences)) {
    it(`says why in both languages: ${reason}`, () => {
      for (const [language, sentence] of [
        ['en', en],
        ['zh', zh],
      ] as const) {
        const text = rendered([cancelled(reason)], language);
        expect(unwrapped(text)).to.include(unwrapped(sentence));
        for (const line of text.split('\n')) expect(displayWidth(line), line).to.be.at.most(80);
        const who = reason.startsWith('by ') ? 'bob \\(the 2nd\\)' : '-';
        expect(text).to.match(new RegExp(`^2027-11-11 00:00:00 +- +\\S+ +${who} +abababababab$`, 'm'));
        expect(unwrapped(text)).to.include(language === 'en' ? 'annhadscheduledit' : 'ann原定于');
        expect(text).to.include('2027-11-10 23:59:00 +08:00');
        if (language === 'zh') expect(englishSentence(text.replace(reason, ''))).to.equal(undefined);
      }
    });
  }

  it('says it of a first release, and steers no terminal by a name', () => {
    const all = [cancelled('unexpected', { besideNo: 0 }), cancelled('by \u001b[31mbob', { note: 'a\nb' })];
    const text = rendered(all, 'en');
    expect(unwrapped(text)).to.include(unwrapped('another release came first'));
    expect(text).to.include('“a b”');
    expect(text).not.to.include('\u001b');
  });
});

describe('renderHistory, of changes', () => {
  const serving = {
    no: 1,
    candidate: null,
    isPaused: false,
    isRemoved: false,
    managedBy: 'files',
    draft: null,
  };
  const row = {
    version: 1,
    action: 'publish',
    author: 'files',
    note: '',
    at: AT,
    inForceAt: AT,
    hash: 'ab',
    content: 'ab',
    serving,
  };
  const of = (language: 'en' | 'zh') => {
    const history = { activityId: 'a', title: '', serving: null, planned: [], isComplete: true };
    const past = pastOf([{ ...row, candidateHash: null } as unknown as HistoryRow], []);
    const approvers = new Map([['ab', ['b\u001b[31mob', 'x'.repeat(90)]]]);
    return renderHistory({ ...history, past, approvers }, 'Asia/Shanghai', { language, colors });
  };

  it('names the folder in the language of the reader', () => {
    expect(of('zh')).to.match(/发布 +文件 +ab$/m);
    expect(of('en')).to.match(/published +files +ab$/m);
  });

  it('names the approvers in 80 columns, and steers no terminal by a name', () => {
    for (const line of of('en').split('\n')) expect(displayWidth(line), line).to.be.at.most(80);
    expect(of('en')).to.include('approved by b [31mob,');
  });
});

describe('pastOf', () => {
  const row = (version: number, at: number) => ({ version, at }) as HistoryRow;
  const names = (rows: readonly HistoryRow[], all: readonly CancelledRelease[]) =>
    pastOf(rows, all).map((event) =>
      event.kind === 'changed' ? [event.row.version, event.earlier.length] : event.scheduled.reason,
    );

  it('merges by time', () => {
    const rows = [row(5, 50), row(3, 30), row(1, 10)];
    const all = [cancelled('c', { at: 60 }), cancelled('b', { at: 30 }), cancelled('a', { at: 5 })];
    expect(names(rows, all)).to.deep.equal(['c', [5, 2], 'b', [3, 1], [1, 0], 'a']);
    expect(names([], all)).to.deep.equal(['c', 'b', 'a']);
    expect(names(rows, [])).to.deep.equal([
      [5, 2],
      [3, 1],
      [1, 0],
    ]);
    expect(names([], [])).to.deep.equal([]);
  });

  it('leaves changes in their order, also where the clock has gone back', () => {
    expect(names([row(2, 10), row(1, 50)], [cancelled('x', { at: 20 })])).to.deep.equal([
      'x',
      [2, 1],
      [1, 0],
    ]);
  });
});
