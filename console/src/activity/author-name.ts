import { i18n } from '../i18n/words.ts';

/** Returns who made a release: a person, a token, or the files of the folder. */
export const authorName = (author: string): string =>
  author === 'files' ? i18n.global.t('activity.files') : author;
