import type { Language } from './language.ts';

const en = {
  inPast: (at: string) => `--at ${at} is over: it must be a time to come`,
  ask: (id: string, no: number) => `Publish this as release ${no} of activity ${id}, for everyone?`,
  askAt: (id: string, at: string) => `Publish this at ${at}, for everyone who visits activity ${id}?`,
  askBack: (no: number, id: string) => `Go back to the text of release ${no} of activity ${id}?`,
  askAbort: (no: number, id: string) => `End the rollout of release ${no} of activity ${id}?`,
  published: (id: string) => `activity ${id} is published`,
  scheduled: (id: string) => `activity ${id} will be published`,
  scheduledFor: (at: string) => `to everyone from ${at} on`,
  ifStill: (no: number) =>
    no === 0
      ? 'it is checked again then, and cancelled if another release came first'
      : `it is checked again then, and cancelled if everyone has another release than ${no} by then`,
  otherScheduled: (at: string) =>
    `another text is scheduled for ${at}: when one of the two is published, the other one is cancelled`,
  cancelAlone: '--cancel goes with --as and --json alone',
  cancelled: (hash: string, at: string, author: string) =>
    `cancelled: the text ${hash} of ${author} will not be published at ${at}`,
  notCancelled: (hash: string, at: string, author: string) =>
    `the text ${hash} of ${author}, due at ${at}, is not cancelled: it was published or cancelled meanwhile`,
  noneScheduled: (id: string) => `nothing is scheduled of activity ${id}: nothing was changed`,
  unchanged: (no: number) => `everyone has this text already, as release ${no}: nothing was changed`,
  unchangedAt: (no: number) =>
    `nothing was scheduled: everyone has this text already, as release ${no}. Name another text with --file (with PUBLISH=auto an edited data.json is published to everyone at once)`,
  rolloutStays: (candidate: number, who: string) =>
    `release ${candidate} stays with ${who}: the rollout goes on, and can no longer be promoted`,
  rolloutEnds: (candidate: number, who: string) =>
    `the rollout ends: release ${candidate} is for ${who} now, and nobody will have it any more`,
  candidateHeading: (candidate: number, no: number) =>
    `What some users have (release ${candidate}) → what everyone has (release ${no})`,
  backHeading: (no: number, earlier: number) =>
    `What everyone has now (release ${no}) → the text of release ${earlier}`,
  rolledBack: (id: string, no: number) => `activity ${id} has the text of release ${no} again`,
  aborted: (id: string) => `the rollout of activity ${id} has ended`,

  pausing: (id: string) =>
    `activity ${id} is paused: within 1 s no process serves it or draws any more\nto go on: cms-market resume ${id}`,
  pausedAlready: (id: string) => `activity ${id} is paused already; to go on: cms-market resume ${id}`,
  resumed: (id: string, no: number) =>
    `activity ${id} goes on with release ${no}: within 1 s all processes serve it`,
  runningAlready: (id: string) => `activity ${id} is not paused: nothing was changed`,

  approved: (id: string, hash: string, approver: string) =>
    `${approver} has approved the text ${hash} of activity ${id}\nanybody else can publish it now; an edit of text or pictures voids the approval`,
  approvalNotNeeded: 'approvals are not required here: REQUIRE_APPROVAL=true makes them so',
  otherText: (path: string, hash: string) =>
    `${path} is not the text that you have read, so it is not approved. Its hash is\n${hash}`,
};

export type PublishMessages = typeof en;

const zh: PublishMessages = {
  inPast: (at) => `--at ${at} 已经过去，应为将来的时间`,
  ask: (id, no) => `确认将以上内容作为活动 ${id} 的第 ${no} 版，对所有人发布？`,
  askAt: (id, at) => `确认于 ${at} 对所有人发布活动 ${id} 的以上内容？`,
  askBack: (no, id) => `确认将活动 ${id} 回滚到第 ${no} 版的内容？`,
  askAbort: (no, id) => `确认终止活动 ${id} 第 ${no} 版的灰度？`,
  published: (id) => `活动 ${id} 已发布`,
  scheduled: (id) => `活动 ${id} 已安排定时发布`,
  scheduledFor: (at) => `${at} 起，所有人`,
  ifStill: (no) =>
    no === 0
      ? '届时会再次检查；若在此之前已有其他版本发布，则自动取消'
      : `届时会再次检查；若那时线上已不是第 ${no} 版，则自动取消`,
  otherScheduled: (at) => `另有内容定于 ${at} 发布：其中一个发布后，另一个会自动取消`,
  cancelAlone: '--cancel 只能与 --as、--json 同用',
  cancelled: (hash, at, author) => `已取消：${author} 的内容 ${hash} 将不会在 ${at} 发布`,
  notCancelled: (hash, at, author) =>
    `${author} 的内容 ${hash}（定于 ${at}）未能取消：在此之前已发布或已取消`,
  noneScheduled: (id) => `活动 ${id} 没有定时发布，未作任何更改`,
  unchanged: (no) => `所有人已在使用此内容（第 ${no} 版），未作任何更改`,
  unchangedAt: (no) =>
    `未安排定时发布：所有人已在使用此内容（第 ${no} 版）。可用 --file 指定其他文件（PUBLISH=auto 时，修改 data.json 会立即对所有人发布）`,
  rolloutStays: (candidate, who) => `${who}仍使用第 ${candidate} 版：灰度继续进行，但不能再转为全量`,
  rolloutEnds: (candidate, who) => `灰度将终止：使用第 ${candidate} 版的用户（${who}）此后与所有人相同`,
  candidateHeading: (candidate, no) => `灰度中的第 ${candidate} 版 → 线上第 ${no} 版`,
  backHeading: (no, earlier) => `线上第 ${no} 版 → 第 ${earlier} 版的内容`,
  rolledBack: (id, no) => `活动 ${id} 已回滚到第 ${no} 版的内容`,
  aborted: (id) => `活动 ${id} 的灰度已终止`,

  pausing: (id) =>
    `活动 ${id} 已暂停：1 秒内所有进程停止服务和抽奖\n如需恢复，请运行：cms-market resume ${id}`,
  pausedAlready: (id) => `活动 ${id} 已处于暂停状态；如需恢复，请运行：cms-market resume ${id}`,
  resumed: (id, no) => `活动 ${id} 已恢复（第 ${no} 版）：1 秒内所有进程恢复服务`,
  runningAlready: (id) => `活动 ${id} 没有暂停，未作任何更改`,

  approved: (id, hash, approver) =>
    `${approver} 已审批活动 ${id} 的内容 ${hash}\n现在可由其他任何人发布；文字或图片一旦改动，审批即失效`,
  approvalNotNeeded: '当前不要求审批；设置 REQUIRE_APPROVAL=true 后才要求',
  otherText: (path, hash) => `${path} 不是您读过的内容，未予审批。其哈希为\n${hash}`,
};

export const publishMessages: Readonly<Record<Language, PublishMessages>> = { en, zh };
