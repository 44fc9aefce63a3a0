import { codesMessages } from '../adapters/cli/i18n/codes-messages.ts';
import { sentenceOf } from '../adapters/cli/render/render-codes.ts';
import type { CodeWords } from '../adapters/koa/console/code-words.ts';

/** The sentences of the command `codes`, for the console. */
export const codeWords: CodeWords = {
  notes: (status) => {
    const [zh, en] = [codesMessages.zh.notes(status), codesMessages.en.notes(status)];
    return zh.map((note, at) => ({ zh: note, en: en[at] as string }));
  },
  problem: (problem) => ({
    zh: codesMessages.zh.line(problem.line, sentenceOf(problem, 'zh')),
    en: codesMessages.en.line(problem.line, sentenceOf(problem, 'en')),
  }),
};
