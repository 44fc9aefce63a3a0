import type {
  ExplainedStep,
  PrizeReason,
  PrizeState,
  Reason,
  ResultKind,
} from '../../../application/analysis/explanation.ts';
import { moneyText } from '../../../application/authoring/check/exact-text.ts';
import { fraction } from '../../../domain/shared/fraction.ts';
import type { Language } from './language.ts';
import { releaseSidePhrases } from './release-side-phrases.ts';

type Sentences = { readonly [C in Reason['code']]: (reason: Extract<Reason, { code: C }>) => string };

export interface ExplainMessages {
  readonly passed: string;
  readonly failed: string;
  readonly nobody: string;
  user(uid: string, name: string | null, zone: string | null): string;
  heading(activityId: string, at: string, who: string): string;
  readonly checks: Readonly<Record<ExplainedStep['check'], string>>;
  readonly results: Readonly<Record<ResultKind, string>> | null;
  readonly sentences: Sentences;
  /** On stderr. */
  notRead(reason: string): string;
  accessNotRead(reason: string): string;
  hasDraft(activityId: string): string;
}

type States = Readonly<Record<PrizeState, (reason: PrizeReason) => string>>;

const money = (cents: number) => moneyText(fraction(BigInt(cents), 100n));
/* A budget may have been lowered below what was spent. */
const left = (budget: number, spent: number) => Math.max(0, budget - spent);

const enStates: States = {
  available: ({ awarded, limit }) => `${awarded} awarded of ${limit ?? 'any number'}`,
  all_awarded: ({ awarded, limit }) => `none is left now: ${awarded} awarded of ${limit}`,
  over_budget: ({ cost }) => `the budget has no room for its ${money(cost)}`,
  locked: ({ drawsMissing: n }) => `locked for ${n} more ${n === 1 ? 'draw' : 'draws'} of this user`,
  user_has_enough: ({ userHas }) => `the user has ${userHas}, as many as one may win`,
  not_released: ({ awarded }) => `none is released; ${awarded} awarded`,
  no_code: ({ awarded, limit }) => `no code is left: ${limit ?? 0} loaded, ${awarded} awarded`,
};

const zhStates: States = {
  available: ({ awarded, limit }) => `已中出 ${awarded}，上限 ${limit ?? '不限'}`,
  all_awarded: ({ awarded, limit }) => `目前已发完：已中出 ${awarded}，上限 ${limit}`,
  over_budget: ({ cost }) => `剩余预算不足 ${money(cost)}`,
  locked: ({ drawsMissing }) => `该用户再抽 ${drawsMissing} 次后才可中`,
  user_has_enough: ({ userHas }) => `该用户已有 ${userHas} 件，达到每人限中`,
  not_released: ({ awarded }) => `尚未投放；已中出 ${awarded}`,
  no_code: ({ awarded, limit }) => `没有剩余的兑换码：已导入 ${limit ?? 0}，已中出 ${awarded}`,
};

const en: ExplainMessages = {
  passed: 'yes',
  failed: 'NO ',
  nobody: 'nobody known',
  user: (uid, name, zone) =>
    `user ${uid}${name === null ? '' : ` (${name})`}, ${zone === null ? 'no zone' : `zone ${zone}`}`,
  heading: (activityId, at, who) => `${activityId} at ${at}: ${who}`,
  checks: {
    activity: 'activity',
    paused: 'paused',
    release: 'release',
    login_needed: 'login_needed',
    namespace: 'namespace',
    token: 'token',
    passport: 'passport',
    user_blocked: 'user_blocked',
    zone: 'zone',
    window: 'window',
    login: 'login',
    chances: 'chances',
    blocked: 'blocked',
    guarantee: 'guarantee',
    budget: 'budget',
    prize: 'prize',
  },
  // In English the names of the API stand for themselves.
  results: null,
  sentences: {
    taken_on_trust: () => 'taken on trust',
    activity_found: () => 'there is such an activity',
    activity_missing: () => 'no such activity, or its data.json is not valid',
    published: ({ releaseNo, candidateNo }) =>
      `release ${releaseNo} is served${candidateNo === null ? '' : `, and to some users release ${candidateNo}`}`,
    not_published: () => 'nothing of it was published yet',
    removed: () => 'it was removed: visitors see no such activity',
    release_unreadable: ({ releaseNo }) =>
      `this program cannot read release ${releaseNo}; that of the service may be another version`,
    not_paused: () => 'it is not paused',
    paused: () => 'it is paused, until an operator resumes it',
    side: releaseSidePhrases.en,
    login_needed: () => 'a login is needed',
    no_login_needed: () => 'no login is needed, and no token is looked at',
    namespace: ({ fixed, own }) => {
      if (fixed === null) return `its users are not fixed yet: at its first draw they become those of ${own}`;
      return fixed === own
        ? `its users are those of ${fixed}`
        : `its users are those of ${fixed}, and IDENTITY_NAMESPACE of the service is ${own}: visitors get 5003`;
    },
    namespace_unknown: () => 'not looked up',
    token_given: () => 'a token is there',
    token_missing: () => 'no token, neither with the request nor in the cookie',
    token_known: () => 'the passport knows the token',
    token_refused: () => 'the passport refuses the token',
    user_blocked: ({ by, why, at }) => `blocked by ${by} at ${at}: ${why === '' ? 'no reason given' : why}`,
    user_blocked_by_setting: () => 'in BLOCKED_USERS',
    user_not_blocked: () => 'not blocked',
    user_blocks_unknown: () => 'not looked up',
    zones_not_checked: () => 'zones are not looked at',
    zone_admitted: () => 'the user’s zone may take part',
    zone_not_listed: ({ zones }) => `the user’s zone is not among ${zones.join(', ')}`,
    window: ({ phase, startsAt, endsAt }) =>
      `${phase.replace('_', ' ')}: from ${startsAt ?? 'ever'} to ${endsAt ?? 'no end'}`,
    nobody_to_draw_for: () => 'a draw is booked for a user, and this activity has no login',
    chances: ({ drawnToday, drawnTotal, daily, earned, earnedInAll, dayAhead }) => {
      const ahead = dayAhead ? `; the account’s last draw counted for ${dayAhead}, so today does too` : '';
      const remaining = daily === null ? 'no limit' : `${daily} left`;
      const more = earnedInAll === 0 ? '' : `, and ${earned} of ${earnedInAll} earned`;
      return `${drawnToday} drawn today, ${drawnTotal} in all; ${remaining}${more}${ahead}`;
    },
    blocked: () => 'in blocked_users: draws like everyone, and wins nothing',
    not_blocked: () => 'not in blocked_users',
    guarantee: ({ prize, after, streak }) => {
      const row = `${streak} ${streak === 1 ? 'draw' : 'draws'} in a row without a prize of value`;
      return streak + 1 >= after
        ? `${row}, so this one wins ${prize}, while it is available`
        : `${row}; number ${after} wins ${prize}`;
    },
    budget: ({ spent, budget }) =>
      `${money(spent)} spent of ${money(budget)}, ${money(left(budget, spent))} left`,
    prize: (reason) => {
      const { drawn, won, isGuaranteed, state } = reason;
      const because = isGuaranteed ? ', by the guarantee' : '';
      const result = won === null ? 'nothing is won' : `${won} is won${because}`;
      if (drawn === null || state === null) return `no prize drawn: ${result}`;
      return `${drawn} drawn: ${result} (${enStates[state](reason)})`;
    },
  },
  notRead: (reason) =>
    `what visitors get cannot be read (${reason}): this explains the file, which may be another`,
  accessNotRead: (reason) => `who is blocked cannot be read (${reason})`,
  hasDraft: (id) => `${id} has a folder, and visitors do not get what is in it; --draft explains that`,
};

const phases = { not_started: '未开始', running: '进行中', ended: '已结束' };

const zh: ExplainMessages = {
  passed: '通过',
  failed: '不通过',
  nobody: '身份未知',
  user: (uid, name, zone) =>
    `用户 ${uid}${name === null ? '' : `（${name}）`}，${zone === null ? '没有区域' : `区域 ${zone}`}`,
  heading: (activityId, at, who) => `活动 ${activityId}，时间 ${at}：${who}`,
  checks: {
    activity: '活动',
    paused: '是否暂停',
    release: '版本',
    login_needed: '是否需要登录',
    namespace: '用户体系',
    token: 'token',
    passport: '身份验证',
    user_blocked: '参与资格',
    zone: '区域',
    window: '活动时间',
    login: '登录',
    chances: '抽奖次数',
    blocked: '黑名单',
    guarantee: '保底',
    budget: '预算',
    prize: '奖品',
  },
  results: {
    served: '正常',
    other_identities: '系统繁忙（用户体系不一致）',
    no_such_activity: '没有该活动',
    paused: '活动已暂停',
    not_started: '活动未开始',
    ended: '活动已结束',
    not_logged_in: '未登录',
    token_refused: '登录已失效',
    zone_not_allowed: '区域不可参与',
    user_blocked: '账号被禁止参与',
    proof_needed: '需要安全验证',
    no_chance: '抽奖次数已用完',
    too_many_draws: '操作太频繁',
    too_many_tokens: '未知令牌太多',
    already_earned: '已领取过该机会',
    not_offered: '活动没有这种机会',
    bad_value: '参数不正确',
    not_claimable: '该奖品当前不可领取',
  },
  sentences: {
    taken_on_trust: () => '不作验证',
    activity_found: () => '有这个活动',
    activity_missing: () => '没有这个活动，或它的 data.json 有误',
    published: ({ releaseNo, candidateNo }) =>
      `线上为第 ${releaseNo} 版${candidateNo === null ? '' : `，部分用户为灰度版本（第 ${candidateNo} 版）`}`,
    not_published: () => '尚未发布过',
    removed: () => '活动已移除，访客看到的是没有该活动',
    release_unreadable: ({ releaseNo }) =>
      `当前程序版本无法读取第 ${releaseNo} 版，服务所用程序的版本可能不同`,
    not_paused: () => '没有暂停',
    paused: () => '已暂停，需由运营人员恢复',
    side: releaseSidePhrases.zh,
    login_needed: () => '需要登录',
    no_login_needed: () => '不需要登录，不看 token',
    namespace: ({ fixed, own }) => {
      if (fixed === null) return `尚未固定；首次抽奖后固定为 ${own}`;
      return fixed === own
        ? `用户来自 ${fixed}`
        : `用户来自 ${fixed}，而服务的 IDENTITY_NAMESPACE 为 ${own}：访客会得到 5003`;
    },
    namespace_unknown: () => '未查询',
    token_given: () => '有 token',
    token_missing: () => '请求和 cookie 中都没有 token',
    token_known: () => 'passport 认可此 token',
    token_refused: () => 'passport 拒绝此 token',
    user_blocked: ({ by, why, at }) => `${by} 于 ${at} 禁止参与：${why === '' ? '未填写原因' : why}`,
    user_blocked_by_setting: () => '在 BLOCKED_USERS 中',
    user_not_blocked: () => '没有被禁止参与',
    user_blocks_unknown: () => '未查询',
    zones_not_checked: () => '不限区域',
    zone_admitted: () => '用户所在区域可以参与',
    zone_not_listed: ({ zones }) => `用户所在区域不在 ${zones.join('、')} 之中`,
    window: ({ phase, startsAt, endsAt }) =>
      `${phases[phase]}：${startsAt ?? '不限开始'} 至 ${endsAt ?? '不限结束'}`,
    nobody_to_draw_for: () => '抽奖要记在用户名下，而此活动不需要登录',
    chances: ({ drawnToday, drawnTotal, daily, earned, earnedInAll, dayAhead }) => {
      const ahead = dayAhead ? `；上一次抽奖计入 ${dayAhead}，今天也计入这一天` : '';
      const remaining = daily === null ? '不限次数' : `还剩 ${daily} 次`;
      const more = earnedInAll === 0 ? '' : `，另有赚取的 ${earned} 次（共赚取 ${earnedInAll} 次）`;
      return `今天已抽 ${drawnToday} 次，共 ${drawnTotal} 次；${remaining}${more}${ahead}`;
    },
    blocked: () => '在 blocked_users 中：可以抽奖，但不会中奖',
    not_blocked: () => '不在 blocked_users 中',
    guarantee: ({ prize, after, streak }) =>
      streak + 1 >= after
        ? `已连续 ${streak} 次未中有价值奖品，本次必得 ${prize}（仍可发放时）`
        : `已连续 ${streak} 次未中有价值奖品，第 ${after} 次必得 ${prize}`,
    budget: ({ spent, budget }) =>
      `预算 ${money(budget)}，已发放 ${money(spent)}，剩余 ${money(left(budget, spent))}`,
    prize: (reason) => {
      const { drawn, won, isGuaranteed, state } = reason;
      const result = won === null ? '不中奖' : `得到 ${won}${isGuaranteed ? '（触发保底）' : ''}`;
      if (drawn === null || state === null) return `未抽到奖品：${result}`;
      return `抽到 ${drawn}：${result}（${zhStates[state](reason)}）`;
    },
  },
  notRead: (reason) => `读不到线上版本（${reason}）：以下按文件说明，可能与访客所见不同`,
  accessNotRead: (reason) => `读不到禁止名单（${reason}）`,
  hasDraft: (id) => `${id} 有文件夹，但其中的内容没有对外发布；可用 --draft 按草稿说明`,
};

export const explainMessages: Readonly<Record<Language, ExplainMessages>> = { en, zh };

/** The facts of a step as a sentence. */
export function reasonSentence(reason: Reason, language: Language): string {
  const { sentences } = explainMessages[language];
  // Each sentence takes the reasons of its own code, which TypeScript cannot see through the index.
  return (sentences[reason.code] as (reason: Reason) => string)(reason);
}
