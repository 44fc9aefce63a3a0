/** What has come of a login; `started`: a browser was sent to WeChat; `outside_wechat`: it was not, since it is no WeChat's. */
export const WECHAT_LOGIN_RESULTS = [
  'started',
  'outside_wechat',
  'logged_in',
  'snapshot',
  'declined',
  'state_refused',
  'code_refused',
  'fault',
] as const;
export type WechatLoginResult = (typeof WECHAT_LOGIN_RESULTS)[number];

/** Counts logins, in memory: it does not throw and does not wait. */
export interface WechatLoginTelemetry {
  wechatLogin(result: WechatLoginResult): void;
}
