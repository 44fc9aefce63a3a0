import type { ReviewNote } from '../../../application/authoring/drafts/draft-review.ts';
import type { Language } from './language.ts';

interface ReleaseNoteMessages {
  note(note: ReviewNote): string;
  /** What became of the folder. */
  readonly kept: string;
  readonly failed: string;
  added(field: string, now: string): string;
  removed(field: string, old: string): string;
  changed(field: string, old: string, now: string): string;
}

const en: ReleaseNoteMessages = {
  note: (note) => {
    switch (note.code) {
      case 'base_is_older':
        return note.live === 0
          ? 'nothing is served now, though the draft was begun from a release'
          : `the draft was begun from release ${note.base}, and everyone has release ${note.live} now: publishing it takes back what that one changed, unless it is brought in before`;
      case 'rollout_stays':
        return `the rollout of release ${note.no} goes on: its users do not get this text`;
      case 'is_paused':
        return 'the activity is paused: visitors see this text when it is resumed';
      case 'starts_paused':
        return 'the activity is paused by its first publication: visitors see it when it is resumed';
      case 'is_removed':
        return 'the activity was removed: publishing it brings it back';
      case 'live_is_unreadable':
        return `this version of the program cannot read release ${note.no}, which everyone has: it is not compared with`;
      case 'scheduled_beside':
        return `${note.count === 1 ? 'one release of it is' : `${note.count} releases of it are`} scheduled: publishing another one now cancels ${note.count === 1 ? 'it' : 'them'}`;
      case 'no_codes':
        return `no redeem codes are imported yet for ${note.prizes.join(', ')}: until then nobody can win ${note.prizes.length === 1 ? 'it' : 'them'}`;
    }
  },
  kept: 'the folder of the activity was edited and not published: its file stays as it is, and is another text than the one that is served',
  failed:
    'the folder of the activity cannot be written: its file is still another text than the one that is served',
  added: (field, now) => `${field} is added: ${now}`,
  removed: (field, old) => `${field} is removed: ${old}`,
  changed: (field, old, now) => `${field}: ${old} → ${now}`,
};

const zh: ReleaseNoteMessages = {
  note: (note) => {
    switch (note.code) {
      case 'base_is_older':
        return note.live === 0
          ? '线上已没有内容，而草稿是基于某个版本开始的'
          : `草稿基于版本 ${note.base}，线上已是版本 ${note.live}：若不先合并，发布会撤销该版本的修改`;
      case 'rollout_stays':
        return `版本 ${note.no} 的灰度仍在进行：灰度用户看不到本次内容`;
      case 'is_paused':
        return '活动已暂停：恢复之后访客才能看到';
      case 'starts_paused':
        return '首次发布后活动处于暂停状态：恢复之后访客才能看到';
      case 'is_removed':
        return '活动已下线：发布会使其重新上线';
      case 'live_is_unreadable':
        return `当前程序无法读取线上的版本 ${note.no}，因此不作比较`;
      case 'scheduled_beside':
        return `已有 ${note.count} 个定时发布：现在发布会使其取消`;
      case 'no_codes':
        return `“${note.prizes.join('”“')}”还没有导入兑换码：导入之前不会中出`;
    }
  },
  kept: '活动文件夹中有未发布的修改：文件保持原样，与线上内容不同',
  failed: '无法写入活动文件夹：文件与线上内容不同',
  added: (field, now) => `新增 ${field}：${now}`,
  removed: (field, old) => `删除 ${field}：${old}`,
  changed: (field, old, now) => `${field}：${old} → ${now}`,
};

/** The remarks of the console about releases. */
export const releaseNoteMessages: Readonly<Record<Language, ReleaseNoteMessages>> = { en, zh };
