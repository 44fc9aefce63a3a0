import { z } from 'zod';
import { DependencyError } from '../../domain/shared/dependency-error.ts';
import { networkOf } from '../../domain/shared/network.ts';
import type { RequestOrigin } from '../../domain/visitors/request-origin.ts';
import { shownName } from '../../domain/visitors/user.ts';
import type { WechatGrant, WechatUser, WechatUsers } from '../../domain/visitors/wechat-users.ts';
import { CallBreaker } from './call-breaker.ts';
import { CallSlots } from './call-slots.ts';
import { readWechatAnswer } from './read-wechat-answer.ts';
import { WechatClient } from './wechat-client.ts';
import type { WechatAccount } from './wechat-jsapi-tickets.ts';
import { WechatRefusal } from './wechat-refusal.ts';

/* For both calls of one login together. A visitor waits for it, and a proxy in front gives up after 5 s. */
const DEADLINE_MS = 3000;

/* Not one of ours, missing, used before. Each has come by a browser, and says nothing of WeChat's health. */
const CODE_REFUSED: ReadonlySet<number> = new Set([40029, 41008, 40163, 42003]);

const id = z.string().regex(/^[\x21-\x7E]{1,128}$/);
const access = z.object({
  access_token: z.string().regex(/^[\x21-\x7E]{1,1024}$/),
  openid: id,
  unionid: id.optional(),
  is_snapshotuser: z.unknown().optional(),
});
/* A nickname may hold anything, and is not worth a login. */
const info = z.object({ openid: id, nickname: z.string().catch(''), unionid: id.optional() });

export type WechatScope = 'snsapi_base' | 'snsapi_userinfo';

export interface WechatOauthAccount extends WechatAccount {
  /** Where browsers are sent, without a slash at its end. */
  readonly openUrl: string;
  readonly scope: WechatScope;
}

/** Gets users by WeChat's `oauth2/access_token` and, where the scope allows it, `userinfo`. */
export class WechatOauthUsers implements WechatUsers {
  readonly #account: WechatOauthAccount;
  readonly #client: WechatClient;
  readonly #deadlineMs: number;
  readonly #slots = new CallSlots();
  readonly #breaker = new CallBreaker('wechat');

  /** @param deadlineMs shorter only in tests */
  constructor(account: WechatOauthAccount, deadlineMs = DEADLINE_MS) {
    this.#account = account;
    this.#client = new WechatClient(account.apiUrl);
    this.#deadlineMs = deadlineMs;
  }

  /* WeChat matches the address with a pattern: the parameters have to be in this order, and the fragment has to be there. */
  authorizeUrl(callback: string, state: string): string {
    const { openUrl, appId, scope } = this.#account;
    const query = `appid=${appId}&redirect_uri=${encodeURIComponent(callback)}&response_type=code&scope=${scope}`;
    return `${openUrl}/connect/oauth2/authorize?${query}&state=${state}#wechat_redirect`;
  }

  async userOf(code: string, origin: RequestOrigin): Promise<WechatGrant> {
    const slot = this.#slots.take({ known: false, network: networkOf(origin.clientAddress()) });
    if (slot.kind === 'refused') throw new DependencyError('wechat', 'too many logins under way');
    try {
      return await this.#breaker.call(() => this.#grant(code));
    } finally {
      slot.leave();
    }
  }

  close(): void {
    this.#client.close();
  }

  async #grant(code: string): Promise<WechatGrant> {
    const signal = AbortSignal.timeout(this.#deadlineMs);
    const { appId, secret, scope } = this.#account;
    const query = { appid: appId, secret, code, grant_type: 'authorization_code' };
    const answer = await this.#client.call({ path: '/sns/oauth2/access_token', query }, signal);
    const granted = orRefusedCode(() => readWechatAnswer(access, answer, 'oauth2/access_token'));
    if (granted === null) return { kind: 'code_refused' };
    // Documented as 1, and as left out for others. Whatever else it says is taken for a preview too.
    if (granted.is_snapshotuser !== undefined && granted.is_snapshotuser !== 0) return { kind: 'snapshot' };
    const user = { openid: granted.openid, unionid: granted.unionid ?? null, nickname: null };
    if (scope === 'snsapi_base') return { kind: 'user', user };
    return { kind: 'user', user: await this.#withInfo(user, granted.access_token, signal) };
  }

  async #withInfo(user: WechatUser, token: string, signal: AbortSignal): Promise<WechatUser> {
    const query = { access_token: token, openid: user.openid, lang: 'zh_CN' };
    const answer = await this.#client.call({ path: '/sns/userinfo', query }, signal);
    const { openid, nickname, unionid } = readWechatAnswer(info, answer, 'userinfo');
    if (openid !== user.openid) throw new DependencyError('wechat', 'userinfo answered with another user');
    return { ...user, unionid: unionid ?? user.unionid, nickname: shownName(nickname) };
  }
}

/** @returns `null` where WeChat refuses the code */
function orRefusedCode<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof WechatRefusal && CODE_REFUSED.has(error.errcode)) return null;
    throw error;
  }
}
