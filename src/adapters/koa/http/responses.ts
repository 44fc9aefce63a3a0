interface ResponseRow {
  readonly ret: number;
  /** The name in the documents. */
  readonly name: string;
  readonly msg: string;
  readonly status: number;
  /** What `detail` holds: the malformed field, the reason, or the summary of the activity. */
  readonly detail: 'none' | 'field' | 'reason' | 'activity';
  /** Whether it is a refusal by a rule of the activity, which metrics count by this code. */
  readonly byRule: boolean;
  /**
   * Whether someone would look up one such request, so that it gets a line of the log. `false`: it is a part of normal
   * running, or the metrics say as much. docs/observability.md has the reason of each.
   */
  readonly notable: boolean;
  readonly description: string;
}

const PARAM_ERROR = {
  ret: 1001,
  name: 'PARAM_ERROR',
  msg: '参数错误',
  detail: 'field',
  notable: true,
} as const;
const NO_ACTIVITY = {
  ret: 1003,
  name: 'NO_ACTIVITY',
  status: 200,
  detail: 'activity',
  notable: false,
} as const;

/**
 * Every response in the envelope, by its code. HTTP, OpenAPI, metrics, logs and the table in docs/api.md take `ret`,
 * message, status and name from here.
 */
export const RESPONSES = {
  served: {
    byRule: false,
    notable: false,
    ret: 0,
    name: 'OK',
    msg: 'ok',
    status: 200,
    detail: 'none',
    description: 'ok',
  },
  bad_parameter: {
    byRule: false,
    ...PARAM_ERROR,
    status: 200,
    description: 'a parameter is missing or malformed',
  },
  unparseable_body: {
    byRule: false,
    ...PARAM_ERROR,
    status: 400,
    description: 'the body cannot be parsed',
  },
  body_too_large: {
    byRule: false,
    ...PARAM_ERROR,
    status: 413,
    description: 'the body is over 16 KiB',
  },
  unsupported_body: {
    byRule: false,
    ...PARAM_ERROR,
    status: 415,
    description: 'the body is of another type',
  },
  no_such_activity: {
    byRule: true,
    notable: true,
    ret: 1002,
    name: 'NO_SUCH_ACTIVITY',
    msg: '没有该活动',
    status: 200,
    detail: 'none',
    description: 'no such activity',
  },
  paused: {
    byRule: true,
    notable: false,
    ret: 1007,
    name: 'ACTIVITY_PAUSED',
    msg: '活动暂停',
    status: 200,
    detail: 'activity',
    description: 'the activity is paused',
  },
  not_started: {
    byRule: true,
    ...NO_ACTIVITY,
    msg: '活动未开始',
    description: 'the activity has not started',
  },
  ended: {
    byRule: true,
    ...NO_ACTIVITY,
    msg: '活动已结束',
    description: 'the activity has ended',
  },
  not_logged_in: {
    byRule: true,
    notable: false,
    ret: 1004,
    name: 'NOT_LOGGED_IN',
    msg: '请先登录',
    status: 200,
    detail: 'activity',
    description: 'a login is needed',
  },
  token_refused: {
    byRule: true,
    notable: false,
    ret: 1005,
    name: 'TOKEN_INVALID',
    msg: '登录已失效，请重新登录',
    status: 200,
    detail: 'activity',
    description: 'the token is not valid (any more)',
  },
  zone_not_allowed: {
    byRule: true,
    notable: false,
    ret: 1006,
    name: 'ZONE_NOT_ALLOWED',
    msg: '当前区域不可参与',
    status: 200,
    detail: 'activity',
    description: "the user's zone may not take part",
  },
  user_blocked: {
    byRule: true,
    notable: false,
    ret: 1008,
    name: 'USER_BLOCKED',
    msg: '该账号无法参与',
    status: 200,
    detail: 'activity',
    description: 'an operator has blocked the user',
  },
  proof_needed: {
    byRule: true,
    notable: false,
    ret: 1009,
    name: 'PROOF_NEEDED',
    msg: '请先完成安全验证',
    status: 200,
    detail: 'activity',
    description: 'the risk check asks for proof that a person is there: repeat the request with `proof`',
  },
  no_chance: {
    byRule: true,
    notable: false,
    ret: 2001,
    name: 'NO_CHANCE',
    msg: '抽奖次数已用完',
    status: 200,
    detail: 'activity',
    description: 'no chance left',
  },
  not_claimable: {
    byRule: true,
    notable: false,
    ret: 2002,
    name: 'NOT_CLAIMABLE',
    msg: '该奖品当前不可领取',
    status: 200,
    detail: 'reason',
    description: 'a form of this win is not taken, or there is no ticket for it (any more)',
  },
  already_earned: {
    byRule: true,
    notable: false,
    ret: 2003,
    name: 'ALREADY_EARNED',
    msg: '已领取过该机会',
    status: 200,
    detail: 'activity',
    description: 'this chance has been earned, as often as the rules allow',
  },
  not_redeemable: {
    byRule: true,
    notable: true,
    ret: 2004,
    name: 'NOT_REDEEMABLE',
    msg: '无法核销',
    status: 200,
    detail: 'reason',
    description: 'a counter shows a ticket or a PIN that is not taken',
  },
  too_many_draws: {
    byRule: true,
    notable: true,
    ret: 4029,
    name: 'TOO_MANY_REQUESTS',
    msg: '操作太频繁，请稍后再试',
    status: 429,
    detail: 'none',
    description: 'too many requests; try again after `Retry-After` seconds',
  },
  too_many_tokens: {
    byRule: true,
    notable: false,
    ret: 4029,
    name: 'TOO_MANY_REQUESTS',
    msg: '操作太频繁，请稍后再试',
    status: 429,
    detail: 'none',
    description:
      'too many tokens that are not known come from the same network, or in all; try again after `Retry-After` seconds',
  },
  not_found: {
    byRule: false,
    notable: false,
    ret: 4004,
    name: 'NOT_FOUND',
    msg: '页面不存在',
    status: 404,
    detail: 'none',
    description: 'no such page',
  },
  method_not_allowed: {
    byRule: false,
    notable: false,
    ret: 4005,
    name: 'METHOD_NOT_ALLOWED',
    msg: '请求方式不支持',
    status: 405,
    detail: 'none',
    description: 'the method is not supported; `Allow` names those that are',
  },
  internal_error: {
    byRule: false,
    notable: true,
    ret: 5000,
    name: 'INTERNAL_ERROR',
    msg: '系统错误',
    status: 500,
    detail: 'none',
    description: 'a fault of the service',
  },
  system_busy: {
    byRule: false,
    notable: true,
    ret: 5003,
    name: 'SYSTEM_BUSY',
    msg: '系统繁忙，请稍后再试',
    status: 503,
    detail: 'none',
    description: 'something that the service needs does not answer; try again after `Retry-After` seconds',
  },
} as const satisfies Readonly<Record<string, ResponseRow>>;

export type ResponseCode = keyof typeof RESPONSES;

/** Every response but the good one. */
export type RefusalCode = Exclude<ResponseCode, 'served'>;

export const refusalCodes = (Object.keys(RESPONSES) as ResponseCode[]).filter(
  (code): code is RefusalCode => code !== 'served',
);

/** The codes of refusals by a rule of the activity. */
export const ruleRefusals: readonly RefusalCode[] = refusalCodes.filter((code) => RESPONSES[code].byRule);
