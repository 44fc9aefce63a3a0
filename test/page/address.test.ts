import { expect } from 'chai';
import { endpointOf, linkTo, readAddress, takeAddress } from '../../web/src/activity/address.ts';
import { takeProof } from '../../web/src/activity/proof.ts';

const PAGE = 'https://h5.example/cms-market/';

describe('the address of the page', () => {
  it('names the activity and the token', () => {
    expect(readAddress(`${PAGE}?id=1055&token=abc`)).to.deep.equal({
      activityId: '1055',
      token: 'abc',
      proof: '',
      from: '',
      channel: '',
      clean: `${PAGE}?id=1055`,
      returnTo: `${PAGE}?id=1055`,
    });
  });

  it('may name neither', () => {
    expect(readAddress(PAGE)).to.deep.equal({
      activityId: '',
      token: '',
      proof: '',
      from: '',
      channel: '',
      clean: PAGE,
      returnTo: PAGE,
    });
  });

  it('has what the page of a captcha put there, which is used once and is nothing to share', () => {
    const address = readAddress(`${PAGE}?id=1055&proof=a%2Bb&from=app`);
    expect(address).to.include({ proof: 'a+b', clean: `${PAGE}?id=1055&from=app`, returnTo: address.clean });
    expect([takeProof(address), takeProof(address)]).to.deep.equal(['a+b', '']);
  });

  it('decodes the token', () => {
    expect(readAddress(`${PAGE}?token=a%2Bb%3D%3D`).token).to.equal('a+b==');
  });

  it('keeps the rest of the query as it is spelt, and the fragment', () => {
    const { clean } = readAddress(`${PAGE}?a=%20x&token=t&b=1+2&id=7&flag#rules`);
    expect(clean).to.equal(`${PAGE}?a=%20x&b=1+2&id=7&flag#rules`);
  });

  it('leaves no question mark behind', () => {
    expect(readAddress(`${PAGE}?token=t`).clean).to.equal(PAGE);
  });

  it('takes out every token, however the name is spelt', () => {
    expect(readAddress(`${PAGE}?token=one&id=1&token=two&%74oken=three`).clean).to.equal(`${PAGE}?id=1`);
  });

  it('does not take a longer name for the token', () => {
    const address = readAddress(`${PAGE}?my_token=x&id=1`);
    expect(address).to.include({ token: '', clean: `${PAGE}?my_token=x&id=1` });
  });
});

describe('the invitation in the address', () => {
  it('is kept for the way back from a login, and is in no other link', () => {
    expect(readAddress(`${PAGE}?id=7&from=abc-DEF_1-ghi-JKL_2-mno&token=t&a=%20x`)).to.include({
      from: 'abc-DEF_1-ghi-JKL_2-mno',
      returnTo: `${PAGE}?id=7&from=abc-DEF_1-ghi-JKL_2-mno&a=%20x`,
      clean: `${PAGE}?id=7&a=%20x`,
    });
  });

  it('is a channel too, and so is any other text', () => {
    const channelIn = (from: string) => readAddress(`${PAGE}?id=7&from=${from}`).channel;
    expect(channelIn('abc-DEF_1-ghi-JKL_2-mno')).to.equal('abc-DEF_1-ghi-JKL_2-mno');
    expect(channelIn('singlemessage&isappinstalled=0')).to.equal('singlemessage');
    expect(channelIn('x'.repeat(20_000))).to.have.lengthOf(2049);
  });

  it('is none where it cannot be a code', () => {
    for (const odd of ['', 'a b', '../x', 'app', 'x'.repeat(2049)]) {
      const page = `${PAGE}?id=7&from=${encodeURIComponent(odd)}`;
      expect(readAddress(page)).to.include({ from: '', clean: page });
    }
  });

  it("is the user's own in a link to friends, which names the activity and nothing else", () => {
    const address = readAddress(
      `https://user:secret@h5.example/cms-market/?id=a_1&from=theirs&token=t&x=1#y`,
    );
    expect(linkTo(address)).to.equal(`${PAGE}?id=a_1`);
    expect(linkTo(address, 'mine')).to.equal(`${PAGE}?id=a_1&from=mine`);
  });
});

describe('where the service answers', () => {
  it('is beside the page', () => {
    const endpoint = 'https://h5.example/cms-market/static';
    for (const href of [PAGE, `${PAGE}?id=1/2#a/b`, `${PAGE}index.html?id=1`]) {
      expect(endpointOf(href)).to.equal(endpoint);
    }
    expect(endpointOf('https://h5.example/?id=1')).to.equal('https://h5.example/static');
  });

  it("leaves a test site's password out", () => {
    expect(endpointOf('https://user:secret@h5.example/cms-market/?id=1')).to.equal(
      'https://h5.example/cms-market/static',
    );
  });
});

describe('taking the address', () => {
  function taken(href: string): unknown[][] {
    const calls: unknown[][] = [];
    takeAddress({ href }, { state: { kept: true }, replaceState: (...args) => calls.push(args) });
    return calls;
  }

  it('replaces the entry in the history where there is a token', () => {
    expect(taken(`${PAGE}?id=1&token=t`)).to.deep.equal([[{ kept: true }, '', `${PAGE}?id=1`]]);
  });

  it('leaves the history alone where there is none', () => {
    expect(taken(`${PAGE}?id=1`)).to.deep.equal([]);
  });
});
