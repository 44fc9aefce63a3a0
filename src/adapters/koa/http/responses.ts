import type { Result } from '../../../domain/activities/result.ts';

/** The endings that only HTTP has, and faults. */
export type HttpRefusalCode =
  | 'bad_parameter'
  | 'unparseable_body'
  | 'body_too_large'
  | 'unsupported_body'
  | 'not_found'
  | 'method_not_allowed'
  | 'internal_error'
  | 'system_busy';

/** Every ending but the good one. */
export type RefusalCode = Exclude<Result['kind'], 'served'> | HttpRefusalCode;

export interface Response {
  readonly ret: number;
  readonly msg: string;
  readonly status: number;
}

const PARAM_ERROR = { ret: 1001, msg: '参数错误' };

/** What each ending looks like from outside: the one place that knows `ret`, `msg` and the HTTP status. */
export const RESPONSES: Readonly<Record<'served' | RefusalCode, Response>> = {
  served: { ret: 0, msg: 'ok', status: 200 },
  bad_parameter: { ...PARAM_ERROR, status: 200 },
  unparseable_body: { ...PARAM_ERROR, status: 400 },
  body_too_large: { ...PARAM_ERROR, status: 413 },
  unsupported_body: { ...PARAM_ERROR, status: 415 },
  no_such_activity: { ret: 1002, msg: '没有该活动', status: 200 },
  not_started: { ret: 1003, msg: '活动未开始', status: 200 },
  ended: { ret: 1003, msg: '活动已结束', status: 200 },
  not_logged_in: { ret: 1004, msg: '请先登录', status: 200 },
  token_refused: { ret: 1005, msg: '登录已失效，请重新登录', status: 200 },
  zone_not_allowed: { ret: 1006, msg: '当前区域不可参与', status: 200 },
  no_chance: { ret: 2001, msg: '抽奖次数已用完', status: 200 },
  too_many_draws: { ret: 4029, msg: '操作太频繁，请稍后再试', status: 429 },
  not_found: { ret: 4004, msg: '页面不存在', status: 404 },
  method_not_allowed: { ret: 4005, msg: '请求方式不支持', status: 405 },
  internal_error: { ret: 5000, msg: '系统错误', status: 500 },
  system_busy: { ret: 5003, msg: '系统繁忙，请稍后再试', status: 503 },
};
