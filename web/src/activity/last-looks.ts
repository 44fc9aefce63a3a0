import type { Answer } from '../client/api.ts';
import { fieldsOf, listOf, textOf } from '../client/read.ts';
import { attempt, type Store } from '../phone/kept.ts';
import { type Look, lookOf } from './activity-data.ts';

const NAME = 'cms-market:looks';
const MOST = 5;

/* A title and colours have some hundred characters; a longer one would take the room of what matters more. */
const LONGEST = 4_096;

/* What of `page` a screen without an answer shows. Nothing of it belongs to the visitor. */
const KEPT = ['subtitle', 'banner', 'theme', 'language', 'stage', 'contact', 'login_url'] as const;

/** The look of each activity as it was at the last visit, for a page that gets no answer. */
export function lastLooks(store: Store) {
  const entries = (): readonly unknown[] =>
    listOf(attempt(() => JSON.parse(store.getItem(NAME) ?? '[]') as unknown));
  const idOf = (entry: unknown) => textOf(fieldsOf(entry)['id']);

  return {
    /** `null` if there is none. */
    of(activityId: string): Look | null {
      const entry = entries().find((each) => idOf(each) === activityId);
      const look = entry === undefined || activityId === '' ? null : lookOf(fieldsOf(entry)['face']);
      return look === null || look.title === '' ? null : look;
    },
    /** Keeps the look that an answer brought; an answer without one changes nothing. */
    learn(activityId: string, answer: Answer): void {
      if (answer.kind !== 'answered' || activityId === '') return;
      const { title, page } = fieldsOf(answer.ret === 0 ? answer.data : answer.detail);
      if (textOf(title) === '') return;
      const given = fieldsOf(page);
      const shown = KEPT.flatMap((name) => (given[name] === undefined ? [] : [[name, given[name]] as const]));
      const entry = { id: activityId, face: { title, page: Object.fromEntries(shown) } };
      if (JSON.stringify(entry).length > LONGEST) return;
      const others = entries().filter((each) => idOf(each) !== '' && idOf(each) !== activityId);
      attempt(() => store.setItem(NAME, JSON.stringify([entry, ...others].slice(0, MOST))));
    },
  };
}
