import { doneMessages } from '../adapters/cli/i18n/deliveries-done-messages.ts';
import { explainMessages, reasonSentence } from '../adapters/cli/i18n/explain-messages.ts';
import type { PeopleWords } from '../adapters/koa/console/people-words.ts';

/* In English the names of the API stand for themselves. */
const spaced = (name: string) => name.replaceAll('_', ' ');

/** The sentences of the commands `explain` and `deliveries done`, for the console. */
export const peopleWords: PeopleWords = {
  check: (check) => ({ zh: explainMessages.zh.checks[check], en: spaced(check) }),
  reason: (reason) => ({ zh: reasonSentence(reason, 'zh'), en: reasonSentence(reason, 'en') }),
  result: (result) => ({ zh: explainMessages.zh.results?.[result] ?? result, en: spaced(result) }),
  unmarked: (why) => ({ zh: doneMessages.zh.problem(why), en: doneMessages.en.problem(why) }),
};
