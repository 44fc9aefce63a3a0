import { expect } from 'chai';
import { KeptTicket } from '../../../src/application/admission/kept-ticket.ts';
import { DependencyError } from '../../../src/domain/shared/dependency-error.ts';

const MINUTE = 60_000;

/** WeChat, that answers when `answer` or `fail` is called, and a timer that stands still. */
function keptTicket(lastsMs = 120 * MINUTE) {
  const waiting: { resolve: (text: string) => void; reject: (error: Error) => void }[] = [];
  const reported: string[] = [];
  let elapsed = 0;
  let calls = 0;
  const ticket = new KeptTicket({
    tickets: {
      issue: () => {
        calls += 1;
        return new Promise((resolve, reject) => {
          waiting.push({ resolve: (text) => resolve({ text, lastsMs }), reject });
        });
      },
    },
    timer: { elapsed: () => elapsed, sleep: async () => {} },
    errorReporter: { report: (_fault, error) => reported.push((error as Error).message) },
  });
  const settled = () => new Promise(setImmediate);
  return {
    ticket,
    reported,
    calls: () => calls,
    pass: (ms: number) => (elapsed += ms),
    answer: (text: string) => {
      waiting.shift()?.resolve(text);
      return settled();
    },
    fail: () => {
      waiting.shift()?.reject(new DependencyError('wechat', 'away'));
      return settled();
    },
    /** The ticket, or the message of the fault. */
    current: () => ticket.current().catch((error: Error) => error.message),
  };
}

describe('KeptTicket', () => {
  it('asks once for all who wait, and not again until five minutes before the end', async () => {
    const { current, answer, calls, pass } = keptTicket();
    const all = Promise.all(Array.from({ length: 50 }, current));
    await answer('t1');
    expect(new Set(await all)).to.deep.equal(new Set(['t1']));
    pass(115 * MINUTE - 1);
    expect([await current(), calls()]).to.deep.equal(['t1', 1]);
  });

  it('gives the old ticket while it asks for the next one', async () => {
    const { current, answer, calls, pass } = keptTicket();
    const first = current();
    await answer('t1');
    await first;
    pass(115 * MINUTE);
    expect(await Promise.all([current(), current()])).to.deep.equal(['t1', 't1']);
    expect(calls()).to.equal(2);
    await answer('t2');
    expect([await current(), calls()]).to.deep.equal(['t2', 2]);
  });

  it('keeps the old ticket to its real end while WeChat is away, asks once in 5 s, and reports', async () => {
    const { current, answer, fail, calls, pass, reported } = keptTicket();
    const first = current();
    await answer('t1');
    await first;
    pass(115 * MINUTE);
    expect(await current()).to.equal('t1');
    await fail();
    pass(4999);
    expect([await current(), calls()]).to.deep.equal(['t1', 2]);
    pass(1);
    expect([await current(), calls()]).to.deep.equal(['t1', 3]);
    await fail();
    expect(reported).to.deep.equal(['wechat: away', 'wechat: away']);
    pass(5 * MINUTE - 5001);
    expect(await current()).to.equal('t1');
    await fail();
    pass(1);
    expect(await current()).to.match(/^wechat: left alone/);
    pass(5000);
    const last = current();
    await answer('t2');
    expect(await last).to.equal('t2');
  });

  it('fails at once for 5 s after a failure where there is no ticket', async () => {
    const { current, answer, fail, calls, pass } = keptTicket();
    const first = Promise.all([current(), current()]);
    await fail();
    expect(await first).to.deep.equal(['wechat: away', 'wechat: away']);
    expect([await current(), calls()]).to.deep.equal([
      'wechat: left alone for some seconds after a fault',
      1,
    ]);
    pass(5000);
    const next = current();
    await answer('t1');
    expect([await next, calls()]).to.deep.equal(['t1', 2]);
  });

  it('does not ask without end for tickets that do not last', async () => {
    const { current, answer, calls, pass } = keptTicket(1000);
    const first = current();
    await answer('t1');
    await first;
    pass(600);
    expect([await current(), calls()]).to.deep.equal(['t1', 1]);
    pass(600);
    expect(await current()).to.match(/^wechat: left alone/);
  });
});
