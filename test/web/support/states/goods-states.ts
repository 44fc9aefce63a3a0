import { expect } from 'chai';
import type { State } from './state.ts';

/** Of promotions. */
export const GOODS_STATES: readonly State[] = [
  {
    name: 'sku',
    async reach({ phone, open }) {
      await open('id=1056');
      await phone.page.getByRole('navigation', { name: '商品分类' }).waitFor();
    },
  },
  {
    name: 'sku-night',
    async reach({ phone, open }) {
      await open('id=1057&token=demo-carol@1000');
      await phone.page.locator('.sold-out').waitFor();
    },
  },
  {
    name: 'sku-none-in-zone',
    async reach({ open, text }) {
      await open('id=elsewhere&token=demo-dave@1001');
      await text('暂无商品');
    },
  },
  {
    name: 'sku-hundreds',
    async reach({ phone, open }) {
      await open('id=hundreds');
      await phone.page.locator('.card').first().waitFor();
      expect(await phone.page.locator('.card').count()).to.equal(300);
    },
  },
  {
    name: 'sku-long-names',
    async reach({ phone, open }) {
      await open('id=long-sku');
      await phone.page.locator('.card').first().waitFor();
    },
  },
];
