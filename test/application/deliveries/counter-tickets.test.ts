import { expect } from 'chai';
import { CounterTickets } from '../../../src/application/deliveries/counter-tickets.ts';
import { seededVault } from '../../support/test-vault.ts';

const DRAW = '0b4c6a3e-6a1f-4f0e-9a55-0c9f6e1d2a3b';

describe('CounterTickets', () => {
  const clock = { time: 1_764_000_000_500, now: () => clock.time };
  const tickets = new CounterTickets(seededVault(), clock);
  beforeEach(() => {
    clock.time = 1_764_000_000_500;
  });

  it('makes tickets of five minutes that every process with the same key takes', () => {
    const { text, expiresAt } = tickets.issue('1055', DRAW);
    expect(expiresAt).to.equal(1_764_000_300_000);
    expect(text.length).to.be.at.most(60);
    const ticket = { activityId: '1055', drawId: DRAW, expiresAt };
    const other = new CounterTickets(seededVault(), clock);
    expect(other.read(text)).to.deep.equal({ kind: 'genuine', ticket, isOver: false });
    clock.time = expiresAt + 29_999;
    expect(other.read(text)).to.deep.include({ isOver: false });
    clock.time = expiresAt + 30_000;
    expect(other.read(text)).to.deep.include({ kind: 'genuine', isOver: true });
  });

  it('takes no ticket that is changed in any place, cut, or prolonged', () => {
    const { text } = tickets.issue('1055', DRAW);
    const changed = [...text].map((sign, at) => {
      const other = sign === 'a' ? 'b' : 'a';
      return `${text.slice(0, at)}${other}${text.slice(at + 1)}`;
    });
    const longer = tickets.issue('1055', DRAW).text.replace(/\.[0-9a-z]{6}\./, '.zzzzzz.');
    const [, draw, until, signature] = text.split('.');
    const all = [
      ...changed,
      longer,
      text.slice(0, -1),
      `${text}A`,
      `2066.${draw}.${until}.${signature}`,
      `1055.${draw}.${until}.`,
      '',
      '.',
      'x'.repeat(100_000),
      '\u{1f600}'.repeat(22),
    ];
    for (const forged of all)
      expect(tickets.read(forged), forged.slice(0, 80)).to.deep.equal({ kind: 'forged' });
  });

  it('takes no ticket of another key', () => {
    const foreign = new CounterTickets(seededVault(2), clock).issue('1055', DRAW);
    expect(tickets.read(foreign.text)).to.deep.equal({ kind: 'forged' });
  });

  it('takes a text of another purpose under the same key for no ticket', () => {
    const body = tickets.issue('1055', DRAW).text.replace(/\.[\w-]+$/, '');
    expect(tickets.read(`${body}.${seededVault().digest(body).slice(0, 22)}`)).to.deep.equal({
      kind: 'forged',
    });
  });
});
