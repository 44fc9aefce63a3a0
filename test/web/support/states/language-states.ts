import { expect } from 'chai';
import { DELIVERIES, deliver, serveTickets } from '../deliveries.ts';
import { inDays, resultOf, type State, type Visit } from './state.ts';

/** The page has no Chinese word left. */
async function expectEnglish({ phone }: Visit): Promise<void> {
  expect(await phone.page.evaluate('document.documentElement.lang')).to.equal('en');
  const texts = await phone.page.locator('body').innerText();
  expect(texts.split('\n').filter((line) => /\p{Script=Han}/u.test(line))).to.deep.equal([]);
}

/** In the other languages. */
export const LANGUAGE_STATES: readonly State[] = [
  {
    name: 'english',
    async reach(visit) {
      await visit.open(`id=en&token=${visit.token}`);
      await visit.text('Chances left: 3');
      await visit.text('Shake now');
      await expectEnglish(visit);
    },
  },
  {
    name: 'english-won',
    async reach(visit) {
      await visit.open(`id=en&token=${visit.token}`);
      await visit.tap('Shake now');
      await resultOf(visit, 'won');
      await visit.text('Shake again');
      await expectEnglish(visit);
    },
  },
  {
    name: 'english-form',
    async reach(visit) {
      const delivery = { ...DELIVERIES.wanted, until: inDays(2.5) };
      await deliver(visit.phone.page, () => ({ delivery }));
      await visit.open(`id=en&token=${visit.token}`);
      await visit.tap('Shake now');
      await visit.tap('Fill in your details');
      await visit.tap('Send');
      await visit.text('Please fill in: Phone number');
      await expectEnglish(visit);
    },
  },
  {
    name: 'english-ticket',
    async reach(visit) {
      await deliver(visit.phone.page, () => ({ delivery: DELIVERIES.counter }));
      await serveTickets(visit.phone.page);
      await visit.open(`id=en&token=${visit.token}`);
      await visit.tap('Shake now');
      await visit.tap('Show it in the shop');
      await visit.phone.page.getByRole('img', { name: 'QR code for the shop' }).waitFor();
      await expectEnglish(visit);
    },
  },
  {
    name: 'english-fairness',
    async reach(visit) {
      await visit.open(`id=en&token=${visit.token}`);
      await visit.tap('How the draw is fair');
      await visit.text(/^[0-9a-f]{64}$/);
      await expectEnglish(visit);
    },
  },
  {
    name: 'english-log-in',
    async reach(visit) {
      await visit.open('id=en');
      await visit.state('please_log_in');
      await expectEnglish(visit);
    },
  },
  {
    name: 'taiwan',
    async reach({ open, text, token }) {
      await open(`id=tw&token=${token}`);
      await text('點我搖一搖');
    },
  },
  {
    name: 'taiwan-no-prizes-yet',
    async reach({ open, tap, text, token }) {
      await open(`id=tw&token=${token}`);
      await tap(/^我的獎品/);
      await text('還沒有獎品');
    },
  },
];
