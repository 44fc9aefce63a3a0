import type { ReleaseAction } from '../../../domain/releases/serving.ts';
import type { Language } from './language.ts';

/** `draft`: a file was found to hold what everyone has. */
export type HistoryAction = ReleaseAction | 'draft' | 'scheduled' | 'cancelled';

const en = {
  heads: ['when', 'release', 'what', 'who', 'hash'],
  timesIn: (timezone: string, offset: string) => `times of ${timezone} (${offset})`,
  now: (state: string) => `now: ${state}`,
  everyone: (no: number) => `everyone has release ${no}`,
  others: (no: number) => `all others have release ${no}`,
  paused: 'paused',
  gone: 'nothing is served: the folder was removed',
  neverPublished: 'nothing was published yet',
  separator: '; ',
  note: (note: string) => `“${note}”`,
  to: (who: string, no: number) => `to ${who}; all others have release ${no}`,
  some: (who: string, no: number) => `release ${no} is for ${who}`,
  approvedBy: (names: readonly string[]) => `approved by ${names.join(', ')}`,
  files: 'files',
  textOf: (no: number) => `the text of release ${no}`,
  ifStill: (no: number) =>
    no === 0 ? 'if nothing else is published before' : `if everyone still has release ${no}`,
  willBeCancelled: (no: number) =>
    `will be cancelled: it was scheduled beside ${no === 0 ? 'no release' : `release ${no}`}, and everyone has another one`,
  isServed: 'everyone has this text already',
  wasScheduled: (name: string, at: string, why: string) =>
    `${name} had scheduled it for ${at}; not published: ${why}`,
  cancelReasons: {
    operator: (name: string) => `${name} has cancelled it`,
    otherRelease: (no: number) =>
      no === 0 ? 'another release came first' : `everyone had another release than ${no} by then`,
    invalid: (problem: string) => `its text is not valid any more (${problem})`,
    notApproved: 'nobody but its author has approved it',
    managedElsewhere: 'the activity is no longer managed where it was scheduled',
    other: (code: string) => `the reason is “${code}”`,
  },
  actions: {
    publish: 'published',
    roll_back: 'rolled back',
    pause: 'paused',
    resume: 'resumed',
    roll_out: 'rolled out',
    widen: 'other audience',
    promote: 'promoted',
    abort: 'rollout ended',
    remove: 'folder removed',
    draft: 'file is the same',
    scheduled: 'scheduled',
    cancelled: 'cancelled',
  } satisfies Record<HistoryAction, string>,
  more: (limit: number) => `there are earlier ones; --limit ${limit} shows them`,
};

export type HistoryMessages = typeof en;

const zh: HistoryMessages = {
  heads: ['时间', '版本', '操作', '操作人', '哈希'],
  timesIn: (timezone, offset) => `以下时间均按 ${timezone}（${offset}）`,
  now: (state) => `现状：${state}`,
  everyone: (no) => `所有人使用第 ${no} 版`,
  others: (no) => `其他人使用第 ${no} 版`,
  paused: '已暂停',
  gone: '已下线：文件夹已被删除',
  neverPublished: '尚未发布过',
  separator: '；',
  note: (note) => `“${note}”`,
  to: (who, no) => `范围：${who}；其他人使用第 ${no} 版`,
  some: (who, no) => `第 ${no} 版面向${who}`,
  approvedBy: (names) => `审批人：${names.join('、')}`,
  files: '文件',
  textOf: (no) => `第 ${no} 版的内容`,
  ifStill: (no) => (no === 0 ? '前提：在此之前没有其他版本发布' : `前提：届时线上仍是第 ${no} 版`),
  willBeCancelled: (no) =>
    no === 0 ? '将自动取消：安排之后已有版本发布' : `将自动取消：安排时线上是第 ${no} 版，之后已发布其他版本`,
  isServed: '所有人已在使用此内容',
  wasScheduled: (name, at, why) => `${name} 原定于 ${at} 发布，未发布：${why}`,
  cancelReasons: {
    operator: (name) => `由 ${name} 取消`,
    otherRelease: (no) => (no === 0 ? '在此之前已有其他版本发布' : `届时线上已不是第 ${no} 版`),
    invalid: (problem) => `其内容已不再有效（${problem}）`,
    notApproved: '除作者外，还没有人审批过',
    managedElsewhere: '活动已改由其他方式管理',
    other: (code) => `原因：“${code}”`,
  },
  actions: {
    publish: '发布',
    roll_back: '回滚',
    pause: '暂停',
    resume: '恢复',
    roll_out: '开始灰度',
    widen: '调整灰度',
    promote: '转为全量',
    abort: '终止灰度',
    remove: '下线',
    draft: '文件同步',
    scheduled: '定时发布',
    cancelled: '取消定时',
  },
  more: (limit) => `还有更早的记录；可用 --limit ${limit} 查看`,
};

export const historyMessages: Readonly<Record<Language, HistoryMessages>> = { en, zh };
