import { expect } from 'chai';
import { acceptCommand } from '../../../../src/adapters/cli/commands/accept-command.ts';
import type { LedgerLoss, LedgerRecovery } from '../../../../src/domain/draws/ledger-recovery.ts';
import { runWith } from '../../../support/command-run.ts';

const NOW = 1000;

/** A record that is halted until its loss is accepted. */
class HaltedLedger implements LedgerRecovery {
  loss: LedgerLoss | null;
  readonly acceptedAt: number[] = [];

  constructor(loss: LedgerLoss | null) {
    this.loss = loss;
  }

  async lost(): Promise<LedgerLoss | null> {
    return this.loss;
  }

  async accept(_activityId: string, at: number): Promise<LedgerLoss | null> {
    const { loss } = this;
    this.loss = null;
    if (loss) this.acceptedAt.push(at);
    return loss;
  }
}

describe('the command accept', () => {
  const accept = (
    recovery: LedgerRecovery | null,
    options: { yes?: boolean; json?: boolean } = {},
    language: 'en' | 'zh' = 'en',
  ) =>
    runWith(
      acceptCommand,
      { clock: { now: () => NOW }, recovery: async () => recovery },
      ['1055'],
      options,
      language,
    );

  it('shows what is lost, and changes nothing without --yes', async () => {
    const ledger = new HaltedLedger({ lostFrom: 101, lostTo: 117 });
    const { code, stdout, stderr } = await accept(ledger);
    expect(code).to.equal(1);
    expect(stdout).to.include('entries 101 to 117').and.include('17 at least').and.include('restore it now');
    expect(stderr).to.include('--yes');
    expect(ledger.acceptedAt).to.deep.equal([]);
    const json = JSON.parse((await accept(ledger, { json: true })).stdout);
    expect(json).to.deep.equal({
      activityId: '1055',
      loss: { lostFrom: 101, lostTo: 117 },
      accepted: false,
    });
  });

  it('accepts it with --yes, once', async () => {
    const ledger = new HaltedLedger({ lostFrom: 101, lostTo: 117 });
    const { code, stdout } = await accept(ledger, { yes: true });
    expect(code).to.equal(0);
    expect(stdout).to.include('the loss of entries 101 to 117 is accepted');
    expect(ledger.acceptedAt).to.deep.equal([NOW]);
    const again = await accept(ledger, { yes: true });
    expect(again).to.deep.equal({
      code: 0,
      stdout: 'activity 1055: no process has found that its record went back; nothing was changed\n',
      stderr: '',
    });
  });

  it('accepts the loss of a seed alone', async () => {
    const ledger = new HaltedLedger({ lostFrom: 8, lostTo: 7 });
    const { stdout } = await accept(ledger, { yes: true });
    expect(stdout).to.include('a seed').and.include('the loss is accepted').and.not.include('8');
  });

  it('has nothing to do with a SQLite file', async () => {
    const { code, stdout, stderr } = await accept(null, { yes: true, json: true });
    expect(code).to.equal(0);
    expect(JSON.parse(stdout)).to.deep.equal({ activityId: '1055', loss: null, accepted: false });
    expect(stderr).to.include('SQLite');
  });

  it('speaks Chinese', async () => {
    const ledger = new HaltedLedger({ lostFrom: 101, lostTo: 117 });
    const { stdout, stderr } = await accept(ledger, {}, 'zh');
    expect(`${stdout}${stderr}`)
      .to.match(/第 101 至 117 条/)
      .and.not.match(/[a-z]{2,} [a-z]{2,}/);
  });

  it('is wrong usage with what is no id of an activity', async () => {
    const { code } = await runWith(acceptCommand, {}, ['a b'], {});
    expect(code).to.equal(2);
  });
});
