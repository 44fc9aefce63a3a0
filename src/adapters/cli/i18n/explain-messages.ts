import type { ExplainedStep, Reason, ResultKind } from '../../../application/analysis/explanation.ts';
import type { Language } from './language.ts';

type Sentences = { readonly [C in Reason['code']]: (reason: Extract<Reason, { code: C }>) => string };

export interface ExplainMessages {
  readonly passed: string;
  readonly failed: string;
  readonly nobody: string;
  user(uid: string, zone: string | null): string;
  heading(activityId: string, at: string, who: string): string;
  readonly checks: Readonly<Record<ExplainedStep['check'], string>>;
  readonly results: Readonly<Record<ResultKind, string>> | null;
  readonly sentences: Sentences;
}

const en: ExplainMessages = {
  passed: 'yes',
  failed: 'NO ',
  nobody: 'nobody known',
  user: (uid, zone) => `user ${uid}, ${zone === null ? 'no zone' : `zone ${zone}`}`,
  heading: (activityId, at, who) => `${activityId} at ${at}: ${who}`,
  checks: {
    activity: 'activity',
    login_needed: 'login_needed',
    token: 'token',
    passport: 'passport',
    zone: 'zone',
    window: 'window',
    login: 'login',
    chances: 'chances',
    blocked: 'blocked',
    prize: 'prize',
  },
  // In English the names of the API stand for themselves.
  results: null,
  sentences: {
    taken_on_trust: () => 'taken on trust',
    activity_found: () => 'there is such an activity',
    activity_missing: () => 'no such activity, or its data.json never was valid',
    login_needed: () => 'a login is needed',
    no_login_needed: () => 'no login is needed, and no token is looked at',
    token_given: () => 'a token is there',
    token_missing: () => 'no token, neither with the request nor in the cookie',
    token_known: () => 'the passport knows the token',
    token_refused: () => 'the passport refuses the token',
    zones_not_checked: () => 'zones are not looked at',
    zone_admitted: () => 'the user’s zone may take part',
    zone_not_listed: ({ zones }) => `the user’s zone is not among ${zones.join(', ')}`,
    window: ({ phase, startsAt, endsAt }) =>
      `${phase.replace('_', ' ')}: from ${startsAt ?? 'ever'} to ${endsAt ?? 'no end'}`,
    nobody_to_draw_for: () => 'a draw is booked for a user, and this activity has no login',
    chances: ({ drawnToday, drawnTotal, left, dayAhead }) => {
      const ahead = dayAhead ? `; the account’s last draw counted for ${dayAhead}, so today does too` : '';
      const remaining = left === null ? 'no limit' : `${left} left`;
      return `${drawnToday} drawn today, ${drawnTotal} in all; ${remaining}${ahead}`;
    },
    blocked: () => 'in blocked_users: draws like everyone, and wins nothing',
    not_blocked: () => 'not in blocked_users',
    prize: ({ drawn, won, awarded, limit, isCandidate, userHas }) => {
      const result = won === null ? 'nothing is won' : `${won} is won`;
      if (drawn === null) return `no prize drawn: ${result}`;
      const state = isCandidate
        ? `${awarded} awarded of ${limit ?? 'any number'}`
        : `the user has ${userHas}, or none is released yet; ${awarded} awarded`;
      return `${drawn} drawn: ${result} (${state})`;
    },
  },
};

const phases = { not_started: '未开始', running: '进行中', ended: '已结束' };

const zh: ExplainMessages = {
  passed: '通过',
  failed: '不通过',
  nobody: '身份未知',
  user: (uid, zone) => `用户 ${uid}，${zone === null ? '没有区域' : `区域 ${zone}`}`,
  heading: (activityId, at, who) => `活动 ${activityId}，时间 ${at}：${who}`,
  checks: {
    activity: '活动',
    login_needed: '是否需要登录',
    token: 'token',
    passport: '身份验证',
    zone: '区域',
    window: '活动时间',
    login: '登录',
    chances: '抽奖次数',
    blocked: '黑名单',
    prize: '奖品',
  },
  results: {
    served: '正常',
    no_such_activity: '没有该活动',
    not_started: '活动未开始',
    ended: '活动已结束',
    not_logged_in: '未登录',
    token_refused: '登录已失效',
    zone_not_allowed: '区域不可参与',
    no_chance: '抽奖次数已用完',
    too_many_draws: '操作太频繁',
  },
  sentences: {
    taken_on_trust: () => '不作验证',
    activity_found: () => '有这个活动',
    activity_missing: () => '没有这个活动，或它的 data.json 从未正确过',
    login_needed: () => '需要登录',
    no_login_needed: () => '不需要登录，不看 token',
    token_given: () => '有 token',
    token_missing: () => '请求和 cookie 中都没有 token',
    token_known: () => 'passport 认可此 token',
    token_refused: () => 'passport 拒绝此 token',
    zones_not_checked: () => '不限区域',
    zone_admitted: () => '用户所在区域可以参与',
    zone_not_listed: ({ zones }) => `用户所在区域不在 ${zones.join('、')} 之中`,
    window: ({ phase, startsAt, endsAt }) =>
      `${phases[phase]}：${startsAt ?? '不限开始'} 至 ${endsAt ?? '不限结束'}`,
    nobody_to_draw_for: () => '抽奖要记在用户名下，而此活动不需要登录',
    chances: ({ drawnToday, drawnTotal, left, dayAhead }) => {
      const ahead = dayAhead ? `；上一次抽奖计入 ${dayAhead}，今天也计入这一天` : '';
      return `今天已抽 ${drawnToday} 次，共 ${drawnTotal} 次；${left === null ? '不限次数' : `还剩 ${left} 次`}${ahead}`;
    },
    blocked: () => '在 blocked_users 中：可以抽奖，但不会中奖',
    not_blocked: () => '不在 blocked_users 中',
    prize: ({ drawn, won, awarded, limit, isCandidate, userHas }) => {
      const result = won === null ? '不中奖' : `得到 ${won}`;
      if (drawn === null) return `未抽到奖品：${result}`;
      const state = isCandidate
        ? `已中出 ${awarded}，上限 ${limit ?? '不限'}`
        : `该用户已有 ${userHas} 件，或尚未投放；已中出 ${awarded}`;
      return `抽到 ${drawn}：${result}（${state}）`;
    },
  },
};

export const explainMessages: Readonly<Record<Language, ExplainMessages>> = { en, zh };
