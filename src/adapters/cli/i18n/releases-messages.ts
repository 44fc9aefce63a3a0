import type { Language } from './language.ts';

/** Of all commands that change what is served, or show it. */
const en = {
  unknown: (id: string, folder: string) =>
    `there is no activity "${id}": nothing of it was ever published, and it has no folder in ${folder}; ACTIVITIES_DIR=… names another folder`,
  noDraft: (path: string) =>
    `there is no file ${path}; ACTIVITIES_DIR=… names another folder, and --file FILE another file`,
  noFile: (path: string) => `there is no file ${path}`,
  noNumber: (text: string) => `"${text}" is no number of a release: a whole number from 1 on`,
  hasErrors: 'nothing was changed: the file has errors, which must be corrected first',
  changingPictures:
    'nothing was changed: a picture of the activity is still being written; run it again when it is complete',
  noLongerRead: (no: number) =>
    `this version of the program cannot read release ${no}, which everyone has: it is not compared with`,
  needsYes: 'nothing was changed: there is no terminal to ask on. To do it, run it again with --yes',
  declined: 'nothing was changed',
  answers: /^\s*(?:y|yes)\s*$/i,
  yesOrNo: '[y/N]',

  heading: (no: number, hash: string) => `What everyone has now (release ${no}) → the new text (${hash})`,
  firstHeading: (hash: string) => `Nothing is served now. The new text (${hash}):`,
  note: 'note',
  draftLost: (path: string) =>
    `${path} holds a text or pictures that were not published: they will be replaced`,
  paused: (id: string) => `the activity is paused: visitors see it after "cms-market resume ${id}"`,

  labels: {
    release: 'release',
    hash: 'hash',
    pictures: 'pictures',
    served: 'served',
    note: 'note',
    draft: 'draft',
  },
  servedFrom: (at: string) => `to everyone from ${at} on`,
  draftWritten: (path: string) => `${path} now holds this text`,
  draftNoFolder: (folder: string) => `the activity has no folder in ${folder}, so no file was written`,
  draftFailed: (path: string, reason: string) =>
    `${path} cannot be written (${reason}): it still holds another text than the one that is served`,

  audience: {
    percent: (percent: number) => `${percent} % of users`,
    users: (count: number) => (count === 1 ? '1 user' : `${count} users`),
    zones: (shown: readonly string[], count: number) =>
      `users in zones ${shown.join(', ')}${count > shown.length ? ` and ${count - shown.length} more` : ''}`,
  },

  howToApprove: (hash: string, command: string) =>
    `The hash of the text:\n  ${hash}\nAnother person reads it, then runs:\n  ${command}`,
  refused: {
    no_release: (id: string) => `activity ${id} was never published: cms-market publish ${id}`,
    removed: (id: string) =>
      `activity ${id} is not served any more, since its folder was removed: put the folder back, then cms-market publish ${id}`,
    managed_by_console: (id: string) => `activity ${id} is managed in the console: change it there`,
    managed_by_files: (id: string) => `activity ${id} is managed by its file: change it there`,
    unexpected: (id: string, no: number) =>
      no === 0
        ? `nothing is served of activity ${id} now, so nothing was changed: leave out --expect, or give --expect 0`
        : `everyone has release ${no} now, which is not the one that was expected, so nothing was changed: see "cms-market history ${id}", then run it again`,
    unexpected_candidate: (id: string, no: number) =>
      no === 0
        ? `the rollout of activity ${id} has ended in the meantime, so nothing was changed: see "cms-market history ${id}"`
        : `release ${no} is the candidate now, which is not what was shown, so nothing was changed: see "cms-market history ${id}", then run it again`,
    no_rollout: (id: string) =>
      `no rollout of activity ${id} is under way; "cms-market rollout ${id} --percent 10" begins one`,
    no_candidate: (path: string) =>
      `there is nothing to roll out: ${path} is what everyone has already, and no rollout is under way. Edit it, or name another text with --file (with PUBLISH=auto an edited data.json is published to everyone at once)`,
    nothing_new: (no: number) =>
      `everyone has this text already, as release ${no}: there is nothing to roll out`,
    other_release: (besideNo: number, no: number) =>
      `release ${no} was published after the rollout had begun beside release ${besideNo}, and would be undone. Publish the candidate’s text instead, or end the rollout with --abort`,
    not_approved: 'nobody but its author has approved this text and its pictures',
    no_such_release: (id: string) =>
      `there is no such release of activity ${id}: "cms-market history ${id}" lists them`,
    no_earlier_release: (id: string) =>
      `activity ${id} has only had one release, so there is none to go back to; "cms-market pause ${id}" stops it`,
    unreadable_release: 'this version of the program cannot read that release: take another one',
    other_kind:
      'a rollout must be of the same kind ("dispatch") as what everyone has: publish it to everyone instead',
    needs_login:
      'a rollout needs "is_login_user": true in both texts, since nobody knows who a visitor without a login is',
  },
};

export type ReleasesMessages = typeof en;

const zh: ReleasesMessages = {
  unknown: (id, folder) =>
    `没有活动“${id}”：它从未发布过，${folder} 中也没有它的文件夹；可用 ACTIVITIES_DIR=… 指定其他文件夹`,
  noDraft: (path) => `没有文件 ${path}；可用 ACTIVITIES_DIR=… 指定其他文件夹，或用 --file FILE 指定其他文件`,
  noFile: (path) => `没有文件 ${path}`,
  noNumber: (text) => `“${text}”不是版本号：应为从 1 开始的整数`,
  hasErrors: '未作任何更改：文件有错误，请先改正',
  changingPictures: '未作任何更改：活动的图片仍在写入，请在写入完成后重新运行',
  noLongerRead: (no) => `当前程序版本无法读取线上的第 ${no} 版，因此不作比较`,
  needsYes: '未作任何更改：没有可供确认的终端。如确认执行，请加上 --yes 重新运行',
  declined: '未作任何更改',
  answers: /^\s*(?:y|yes|是)\s*$/i,
  yesOrNo: '[y/N]',

  heading: (no, hash) => `线上第 ${no} 版 → 新内容（${hash}）`,
  firstHeading: (hash) => `目前没有线上版本。新内容（${hash}）：`,
  note: '注意',
  draftLost: (path) => `${path} 中有尚未发布的内容或图片，将被覆盖`,
  paused: (id) => `活动已暂停：恢复（cms-market resume ${id}）后访客才能看到`,

  labels: {
    release: '版本',
    hash: '哈希',
    pictures: '图片',
    served: '生效',
    note: '备注',
    draft: '草稿',
  },
  servedFrom: (at) => `${at} 起，所有人`,
  draftWritten: (path) => `${path} 已更新为此内容`,
  draftNoFolder: (folder) => `${folder} 中没有该活动的文件夹，未写入文件`,
  draftFailed: (path, reason) => `无法写入 ${path}（${reason}）：其内容与线上版本不一致`,

  audience: {
    percent: (percent) => `${percent}% 的用户`,
    users: (count) => `${count} 位指定用户`,
    zones: (shown, count) =>
      `区域 ${shown.join('、')} ${count > shown.length ? `等 ${count} 个区域` : ''}的用户`,
  },

  howToApprove: (hash, command) => `内容的哈希：\n  ${hash}\n请由另一人阅读后运行：\n  ${command}`,
  refused: {
    no_release: (id) => `活动 ${id} 从未发布过；请运行：cms-market publish ${id}`,
    removed: (id) =>
      `活动 ${id} 的文件夹已被删除，因此已下线；请放回文件夹，然后运行：cms-market publish ${id}`,
    managed_by_console: (id) => `活动 ${id} 由控制台管理，请在控制台中修改`,
    managed_by_files: (id) => `活动 ${id} 由文件管理，请修改文件`,
    unexpected: (id, no) =>
      no === 0
        ? `活动 ${id} 目前没有线上版本，未作任何更改；请去掉 --expect，或使用 --expect 0`
        : `线上现在是第 ${no} 版，与预期不符，未作任何更改；请用 cms-market history ${id} 查看后重新运行`,
    unexpected_candidate: (id, no) =>
      no === 0
        ? `活动 ${id} 的灰度在此期间已结束，未作任何更改；请用 cms-market history ${id} 查看`
        : `灰度中的版本现在是第 ${no} 版，与之前显示的不同，未作任何更改；请用 cms-market history ${id} 查看后重新运行`,
    no_rollout: (id) =>
      `活动 ${id} 没有正在进行的灰度；可运行 cms-market rollout ${id} --percent 10 开始灰度`,
    no_candidate: (path) =>
      `没有可灰度的内容：${path} 与线上版本相同，也没有正在进行的灰度。请修改此文件，或用 --file 指定其他文件（PUBLISH=auto 时，修改 data.json 会立即对所有人发布）`,
    nothing_new: (no) => `所有人已在使用此内容（第 ${no} 版），无需灰度`,
    other_release: (besideNo, no) =>
      `灰度开始时线上是第 ${besideNo} 版，此后又发布了第 ${no} 版，转为全量会撤销它；请改为发布灰度版本的内容，或用 --abort 终止灰度`,
    not_approved: '除作者外，还没有人审批过此内容及其图片',
    no_such_release: (id) => `活动 ${id} 没有这个版本；可用 cms-market history ${id} 查看所有版本`,
    no_earlier_release: (id) =>
      `活动 ${id} 只发布过一个版本，无法回滚；如需停止活动，请运行：cms-market pause ${id}`,
    unreadable_release: '当前程序版本无法读取该版本，请选择其他版本',
    other_kind: '灰度版本的活动类型（"dispatch"）必须与线上版本相同；请改为直接发布',
    needs_login: '灰度要求新旧内容都有 "is_login_user": true，否则无法区分用户',
  },
};

export const releasesMessages: Readonly<Record<Language, ReleasesMessages>> = { en, zh };
