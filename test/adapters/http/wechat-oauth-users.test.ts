import { expect } from 'chai';
import { startWechatStub } from '../../../examples/wechat-stub.mjs';
import { WechatOauthUsers, type WechatScope } from '../../../src/adapters/http/wechat-oauth-users.ts';
import { describeError } from '../../../src/adapters/pino/describe-error.ts';
import { DependencyError } from '../../../src/domain/shared/dependency-error.ts';
import { freePort } from '../../support/free-port.ts';

/* For what never comes. All else has as long as it needs. */
const SHORT_MS = 300;
const LONG_MS = 30_000;
const origin = { requestId: 'r', trace: null, clientAddress: () => '192.0.2.1' };

type Instead = NonNullable<NonNullable<Parameters<typeof startWechatStub>[0]>['instead']>;

/** @param instead answers in the stub's place */
async function stubbed(scope: WechatScope = 'snsapi_base', instead?: Instead, deadlineMs = LONG_MS) {
  const stub = await startWechatStub(instead ? { instead } : {});
  const users = new WechatOauthUsers(
    {
      appId: stub.appId,
      secret: stub.secret,
      apiUrl: stub.origin,
      openUrl: 'https://open.example',
      scope,
    },
    deadlineMs,
  );
  const close = async () => {
    users.close();
    await stub.close();
  };
  return { stub, users, close, userOf: (code: string) => users.userOf(code, origin) };
}

const json =
  (body: unknown): Instead =>
  (_url, response) => {
    response.end(JSON.stringify(body));
    return true;
  };

async function faultOf(instead: Instead, code = 'c', deadlineMs = LONG_MS): Promise<string> {
  const { userOf, close } = await stubbed('snsapi_userinfo', instead, deadlineMs);
  try {
    const error = await userOf(code).catch((reason: unknown) => reason);
    expect(error).to.be.instanceOf(DependencyError);
    return JSON.stringify(describeError(error));
  } finally {
    await close();
  }
}

describe('WechatOauthUsers', () => {
  it('makes the address that WeChat matches by its order', async () => {
    const { users, close } = await stubbed('snsapi_userinfo');
    const url = users.authorizeUrl('https://h5.example/cms-market/wechat/callback?return=%2Fa%3Fb', 'abc123');
    await close();
    expect(url).to.equal(
      'https://open.example/connect/oauth2/authorize?appid=wx0123456789abcdef' +
        '&redirect_uri=https%3A%2F%2Fh5.example%2Fcms-market%2Fwechat%2Fcallback%3Freturn%3D%252Fa%253Fb' +
        '&response_type=code&scope=snsapi_userinfo&state=abc123#wechat_redirect',
    );
  });

  it('gets the openid by one call with snsapi_base', async () => {
    const { stub, userOf, close } = await stubbed();
    const grant = await userOf(stub.codeFor('zhang'));
    await close();
    expect(grant).to.deep.equal({
      kind: 'user',
      user: { openid: 'oTest0000000000000000000zhang', unionid: null, nickname: null },
    });
    expect(stub.requests).to.have.length(1);
    expect(stub.requests[0]).to.match(
      /^\/sns\/oauth2\/access_token\?appid=wx0123456789abcdef&secret=\w{32}&code=\w+&grant_type=authorization_code$/,
    );
  });

  it('gets the name and the unionid too with snsapi_userinfo', async () => {
    const { stub, userOf, close } = await stubbed('snsapi_userinfo');
    const grant = await userOf(stub.codeFor('zhang', 'snsapi_userinfo'));
    await close();
    expect(grant).to.deep.equal({
      kind: 'user',
      user: {
        openid: 'oTest0000000000000000000zhang',
        unionid: 'uTest00000000000zhang',
        nickname: '张小满 🌾',
      },
    });
    expect(stub.requests[1]).to.match(/^\/sns\/userinfo\?access_token=[\w-]+&openid=\w+&lang=zh_CN$/);
  });

  it('takes the user of a preview for none, and asks nothing more about it', async () => {
    for (const scope of ['snsapi_base', 'snsapi_userinfo'] as const) {
      const { stub, userOf, close } = await stubbed(scope);
      expect(await userOf(stub.codeFor('snapshot', scope))).to.deep.equal({ kind: 'snapshot' });
      await close();
      expect(stub.requests).to.have.length(1);
    }
    for (const is_snapshotuser of ['1', true, 2]) {
      const { userOf, close } = await stubbed(
        'snsapi_base',
        json({ access_token: 't', openid: 'o', is_snapshotuser }),
      );
      expect(await userOf('c'), `${is_snapshotuser}`).to.deep.equal({ kind: 'snapshot' });
      await close();
    }
  });

  it('says of a code that it is used, or none of the account’s, and is no fault of WeChat’s', async () => {
    const { stub, users, userOf, close } = await stubbed();
    const code = stub.codeFor('li');
    await userOf(code);
    for (let again = 0; again < 12; again++) {
      expect(await userOf(again % 2 ? code : 'unknown')).to.deep.equal({ kind: 'code_refused' });
    }
    expect(await users.userOf(stub.codeFor('zhang'), origin)).to.include({ kind: 'user' });
    await close();
  });

  const strange: Record<string, Instead> = {
    'HTTP 500': (_url, response) => Boolean(response.writeHead(500).end('{}')),
    'a redirect': (_url, response) => Boolean(response.writeHead(302, { Location: '/x' }).end()),
    'no JSON': (_url, response) => Boolean(response.end('<html>')),
    nothing: json(null),
    'no openid': json({ access_token: 't', expires_in: 7200 }),
    'an openid that is none': json({ access_token: 't', openid: 'a b\n' }),
    'an openid too long': json({ access_token: 't', openid: 'o'.repeat(129) }),
    'errcode -1': json({ errcode: -1, errmsg: 'system error' }),
    'errcode 40125': json({ errcode: 40125, errmsg: 'invalid appsecret' }),
    'errcode 45011': json({ errcode: 45011, errmsg: 'api minute-quota reach limit' }),
    '10 MB': json({ access_token: 't', openid: 'o', more: 'x'.repeat(10_000_000) }),
    'no answer': () => true,
  };
  for (const [name, instead] of Object.entries(strange)) {
    it(`is a fault of WeChat’s: ${name}`, async () => {
      const said = await faultOf(instead, 'a-c0de', name === 'no answer' ? SHORT_MS : LONG_MS);
      expect(said).not.to.match(/a-c0de|s3cret/);
    });
  }

  it('is a fault where userinfo is of another user, refuses, or does not come in time', async () => {
    const second =
      (body: unknown): Instead =>
      (url, response) => {
        if (url.pathname === '/sns/userinfo') return body === undefined || json(body)(url, response);
        return json({ access_token: 'a-t0ken', openid: 'o1' })(url, response);
      };
    expect(await faultOf(second({ openid: 'o2', nickname: 'x' }))).to.include('another user');
    expect(await faultOf(second({ errcode: 48001, errmsg: 'api unauthorized a-t0ken' }))).to.match(
      /errcode 48001, the account may not use this call/,
    );
    expect(await faultOf(second(undefined), 'c', SHORT_MS)).to.match(/no answer in time/);
  });

  it('shows of a nickname 64 characters, and none that break a line or turn it', async () => {
    const names = [
      ['  a\n\u202eb\u0000  ', 'a b'],
      ['👨\u200d👩\u200d👧', '👨\u200d👩\u200d👧'],
      ['\u200b\u2800', null],
      [`${'\u200b'.repeat(64)}a`, null],
      ['a\u2028b', 'a b'],
      ['🌾'.repeat(80), '🌾'.repeat(64)],
      ['\ud800', null],
      [{ toString: 1 }, null],
      ['', null],
    ];
    for (const [nickname, shown] of names) {
      const { userOf, close } = await stubbed(
        'snsapi_userinfo',
        json({ access_token: 't', openid: 'o', nickname }),
      );
      const grant = await userOf('c');
      await close();
      expect(grant.kind === 'user' && grant.user.nickname).to.equal(shown);
    }
  });

  it('leaves WeChat alone for a second after ten faults in a row', async () => {
    const { stub, userOf, close } = await stubbed('snsapi_base', json({ errcode: -1, errmsg: 'busy' }));
    const errors: string[] = [];
    for (let at = 0; at < 12; at++) errors.push(String(await userOf('c').catch((error: unknown) => error)));
    await close();
    expect(stub.requests).to.have.length(10);
    expect(errors.at(-1)).to.include('left alone');
  });

  it('is a fault where nothing listens', async () => {
    const account = { appId: 'wx0123456789abcdef', secret: 's', openUrl: '', scope: 'snsapi_base' as const };
    const users = new WechatOauthUsers({ ...account, apiUrl: `http://127.0.0.1:${await freePort()}` });
    const error = await users.userOf('c', origin).catch((reason: unknown) => reason);
    users.close();
    expect(String(error)).to.include('ECONNREFUSED');
  });
});
