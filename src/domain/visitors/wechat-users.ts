import type { RequestOrigin } from './request-origin.ts';

/** What WeChat says of the user who came back with a code. */
export type WechatGrant =
  | { readonly kind: 'user'; readonly user: WechatUser }
  /** A virtual user: WeChat shows a preview of the page, and the visitor has not asked for the whole of it. */
  | { readonly kind: 'snapshot' }
  /** The code is not one of the account's, is too old, or was used before. */
  | { readonly kind: 'code_refused' };

export interface WechatUser {
  /** Of this user in this official account. */
  readonly openid: string;
  /** Of this user in all accounts of one owner; `null`: WeChat has not said it. */
  readonly unionid: string | null;
  /** `null`: it was not asked for. */
  readonly nickname: string | null;
}

/** The users of an official account, by WeChat's 网页授权. */
export interface WechatUsers {
  /** Where a browser inside WeChat goes for a code. @param callback the address it comes back to @param state 1 to 128 letters and digits */
  authorizeUrl(callback: string, state: string): string;
  /**
   * Returns the user of a code. A code is good once, so this is never repeated.
   * @param origin the request that caused the call
   * @throws DependencyError if WeChat gave no clear answer in time; the code may be used up then
   */
  userOf(code: string, origin: RequestOrigin): Promise<WechatGrant>;
}
