import type { Language } from './language.ts';

const en = {
  description: 'Runs H5 marketing activities.',
  version: 'print the version',
  help: 'show this help',
  language: 'in which language; by the locale, if left out',
  /** The headings of the help, by their English text. */
  titles: {
    'Usage:': 'Usage:',
    'Arguments:': 'Arguments:',
    'Options:': 'Options:',
    'Global Options:': 'Global Options:',
    'Commands:': 'Commands:',
  },
};

const zh: typeof en = {
  description: '运行 H5 营销活动。',
  version: '显示版本',
  help: '显示帮助',
  language: '输出语言；省略则按系统语言',
  titles: {
    'Usage:': '用法：',
    'Arguments:': '参数：',
    'Options:': '选项：',
    'Global Options:': '通用选项：',
    'Commands:': '命令：',
  },
};

export const programMessages: Readonly<Record<Language, typeof en>> = { en, zh };
