import { expect } from 'chai';
import { jsapiSignature, PageSigner } from '../../../src/application/admission/page-signer.ts';

/* The example of WeChat's own documentation of the JS-SDK. */
const example = {
  ticket: 'sM4AOVdWfPE4DxkXGEs8VMCPGGVi4C3VM0P37wVUCFvkVAy_90u5h9nbSlYy3-Sl-HhTdfl2fzFy1AOcHKP7qg',
  nonce: 'Wm3WZYTPz0wzccnW',
  timestamp: 1414587457,
  url: 'http://mp.weixin.qq.com?params=value',
};
const SIGNATURE = '0f9de62fce790f9a083d5c99e95740ceb90c27ed';

describe('the signature of a page for WeChat', () => {
  it('is that of the example in WeChat’s documentation', () => {
    expect(jsapiSignature(example)).to.equal(SIGNATURE);
  });

  it('is made with the ticket, the clock and a nonce of the signer', async () => {
    const signer = new PageSigner({
      appId: 'wx0123456789abcdef',
      ticket: { current: async () => example.ticket },
      clock: { now: () => example.timestamp * 1000 + 999 },
      entropy: { hex: () => example.nonce },
    });
    expect(await signer.sign(example.url)).to.deep.equal({
      appId: 'wx0123456789abcdef',
      timestamp: example.timestamp,
      nonce: example.nonce,
      signature: SIGNATURE,
    });
  });
});
