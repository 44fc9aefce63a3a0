import { FILES_AUTHOR } from '../../../domain/releases/release.ts';
import { type CommandOption, type CommandParts, NotAllowed } from '../command.ts';

/** Of a command that changes what is served. */
export interface ChangeOptions {
  readonly note?: string;
  readonly as?: string;
  readonly yes?: boolean;
  readonly json?: boolean;
}

const LONGEST_NOTE = 500;
const LONGEST_NAME = 64;

export const noteOption: CommandOption = {
  flags: '--note <text>',
  description: { en: 'why, for those who read the history', zh: '备注：为什么这样做，记入历史' },
  parse: (text) => {
    if (text.length <= LONGEST_NOTE) return text.trim();
    throw new NotAllowed({
      en: `must have at most ${LONGEST_NOTE} characters`,
      zh: `不得超过 ${LONGEST_NOTE} 个字符`,
    });
  },
};

export const asOption: CommandOption = {
  flags: '--as <name>',
  description: {
    en: 'who does it; your user on this machine, if left out',
    zh: '操作人；省略则为本机用户名',
  },
  parse: (text) => {
    const name = text.trim();
    if (name === FILES_AUTHOR) {
      throw new NotAllowed({
        en: `must be the name of a person: "${FILES_AUTHOR}" stands for the service, which publishes files`,
        zh: `应为操作人的名字；“${FILES_AUTHOR}”代表自动发布文件的服务`,
      });
    }
    if (name !== '' && name.length <= LONGEST_NAME && !/\p{Control}/u.test(name)) return name;
    throw new NotAllowed({
      en: `must have 1 to ${LONGEST_NAME} characters without control characters`,
      zh: `应为 1 到 ${LONGEST_NAME} 个字符，不含控制字符`,
    });
  },
};

export const yesOption: CommandOption = {
  flags: '--yes',
  description: { en: 'do it without asking', zh: '直接执行，不再询问' },
};

export const fileOption: CommandOption = {
  flags: '--file <file>',
  description: {
    en: 'the text; the activity’s data.json in ACTIVITIES_DIR, if left out',
    zh: '要使用的文件；省略则为 ACTIVITIES_DIR 中该活动的 data.json',
  },
};

/** Who makes the change, and why. */
export function signedBy(activityId: string, { as, note = '' }: ChangeOptions, parts: CommandParts) {
  return { activityId, author: as ?? parts.userName, note };
}
