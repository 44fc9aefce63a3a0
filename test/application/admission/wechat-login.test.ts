import { expect } from 'chai';
import { LoginStates } from '../../../src/application/admission/login-states.ts';
import { WechatLogin } from '../../../src/application/admission/wechat-login.ts';
import { DependencyError } from '../../../src/domain/shared/dependency-error.ts';
import type { WechatLoginResult } from '../../../src/domain/visitors/login-telemetry.ts';
import type { WechatGrant } from '../../../src/domain/visitors/wechat-users.ts';

const HERE = '/cms-market/?id=1055';
const origin = { requestId: 'r', trace: null, clientAddress: () => '127.0.0.1' };
const user = { openid: 'o1', unionid: 'u1', nickname: '张' };

/** A login that has begun, what WeChat is asked, and what is counted. */
function begun(
  userOf: (code: string) => Promise<WechatGrant>,
  uidOf = ({ openid }: { openid: string }) => openid as string | null,
) {
  let random = 0;
  const codes: string[] = [];
  const counted: WechatLoginResult[] = [];
  const issued: unknown[] = [];
  const login = new WechatLogin({
    users: {
      authorizeUrl: (callback, state) => `https://open.example/?${callback}&${state}`,
      userOf: (code) => {
        codes.push(code);
        return userOf(code);
      },
    },
    states: new LoginStates({
      key: Buffer.from('k'),
      clock: { now: () => 0 },
      entropy: { hex: (bytes) => `${random++}`.padStart(bytes * 2, '0') },
    }),
    tokens: {
      issue: async (whom) => {
        issued.push(whom);
        return 'a-token';
      },
    },
    uidOf,
    nameOf: ({ nickname }) => nickname,
    telemetry: { wechatLogin: (result) => counted.push(result) },
  });
  const { state, proof, authorizeUrl } = login.begin('https://h5.example/callback', HERE);
  const back = { state, proof, returnTo: HERE, code: 'c1', origin };
  return { login, back, authorizeUrl, codes, counted, issued };
}

const asUser = async (): Promise<WechatGrant> => ({ kind: 'user', user });

describe('WechatLogin', () => {
  it('leads to WeChat with the state, and issues a token for who comes back', async () => {
    const { login, back, authorizeUrl, codes, counted, issued } = begun(asUser);
    expect(authorizeUrl).to.equal(`https://open.example/?https://h5.example/callback&${back.state}`);
    expect(await login.finish(back)).to.deep.equal({ kind: 'logged_in', token: 'a-token' });
    expect([codes, issued]).to.deep.equal([['c1'], [{ uid: 'o1', name: '张' }]]);
    expect(counted).to.deep.equal(['started', 'logged_in']);
  });

  it('asks WeChat nothing for a state that this browser has not begun, or has used', async () => {
    const { login, back, codes } = begun(asUser);
    const refused = { kind: 'state_refused' };
    expect(await login.finish({ ...back, proof: null })).to.deep.equal(refused);
    expect(await login.finish({ ...back, state: '0'.repeat(31) })).to.deep.equal(refused);
    expect(await login.finish({ ...back, returnTo: '/cms-market/?id=2' })).to.deep.equal(refused);
    expect(codes).to.deep.equal([]);
    await login.finish(back);
    expect(await login.finish(back)).to.deep.equal(refused);
    expect(codes).to.have.length(1);
  });

  it('gives one answer to a browser that comes back twice at once', async () => {
    let resolve: (grant: WechatGrant) => void = () => {};
    const answer = new Promise<WechatGrant>((then) => {
      resolve = then;
    });
    const { login, back, codes, counted } = begun(() => answer);
    const both = [login.finish(back), login.finish(back)];
    // Another browser has no part in it.
    expect(await login.finish({ ...back, proof: null })).to.deep.equal({ kind: 'state_refused' });
    resolve({ kind: 'user', user });
    expect(await Promise.all(both)).to.deep.equal([
      { kind: 'logged_in', token: 'a-token' },
      { kind: 'logged_in', token: 'a-token' },
    ]);
    expect(codes).to.have.length(1);
    expect(counted).to.deep.equal(['started', 'state_refused', 'logged_in']);
  });

  it('logs nobody in who declines, whom WeChat shows a preview, or whose code it refuses', async () => {
    const declined = begun(asUser);
    expect(await declined.login.finish({ ...declined.back, code: null })).to.deep.equal({ kind: 'declined' });
    expect(declined.codes).to.deep.equal([]);
    for (const kind of ['snapshot', 'code_refused'] as const) {
      const { login, back, issued, counted } = begun(async () => ({ kind }));
      expect(await login.finish(back)).to.deep.equal({ kind });
      expect([issued, counted]).to.deep.equal([[], ['started', kind]]);
    }
  });

  it('may be tried again with the same code where WeChat did not answer', async () => {
    let isAway = true;
    const { login, back, counted } = begun(async () => {
      if (isAway) throw new DependencyError('wechat', 'no answer in time');
      return { kind: 'user', user };
    });
    const error = await login.finish(back).catch((reason: unknown) => reason);
    expect(error).to.be.instanceOf(DependencyError);
    isAway = false;
    expect(await login.finish(back)).to.include({ kind: 'logged_in' });
    expect(counted).to.deep.equal(['started', 'fault', 'logged_in']);
  });

  it('takes no other id in place of the one that users are known by', async () => {
    const { login, back, issued } = begun(asUser, () => null);
    const error = await login.finish(back).catch((reason: unknown) => reason);
    expect(String(error)).to.match(/gave no unionid/);
    expect(issued).to.deep.equal([]);
  });
});
