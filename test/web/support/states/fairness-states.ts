import type { State } from './state.ts';

/** What binds the draws, and the proof after the end. */
export const FAIRNESS_STATES: readonly State[] = [
  {
    name: 'fairness',
    async reach({ open, tap, text, token }) {
      await open(`id=1055&token=${token}`);
      await tap('抽奖公平性说明');
      await text(/^[0-9a-f]{64}$/);
      await text('种子在活动结束后公布');
    },
  },
  {
    name: 'fairness-verified',
    async reach({ phone, open, tap, text }) {
      await open('id=over&token=demo-winner');
      await tap('抽奖公平性说明');
      await phone.page.locator('[data-verification="checked"]').waitFor();
      await text('1 次抽奖中，1 次的结果由号码直接得到');
      await text('1 个种子的指纹与开抽前公布的一致');
      await text('规则记录一条接一条，没有缺漏或改动');
      await phone.page.locator('[data-verdict="same"] summary').tap();
      await text('落在「一辆小汽车」');
    },
  },
  {
    name: 'fairness-revealed',
    async reach({ phone, open, tap, text }) {
      await open('id=over');
      await tap('抽奖公平性说明');
      await text('登录后才能核对自己的抽奖');
      await phone.page.getByText('查看种子').first().tap();
      await text('公布于');
    },
  },
];
