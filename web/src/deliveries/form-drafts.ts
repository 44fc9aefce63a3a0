import { type FormField, type FormValues, formValuesOf } from '../activity/delivery.ts';
import { countOf, fieldsOf, listOf, textOf } from '../client/read.ts';
import { attempt, type Store } from '../phone/kept.ts';

/** What was typed into a form that the server has not acknowledged yet. It survives a reload and a login. */
export interface FormDraft {
  read(): FormValues | null;
  write(values: FormValues): void;
  /** Acknowledged, or never wanted any more: removes it. */
  settle(): void;
}

const KEY = 'cms-market:forms';
/* Personal data on a phone that others may use too: it is removed when the page is opened after this time. */
const KEPT_MS = 86_400_000;
/* A winner fills in one form at a time; the rest is for those that were interrupted. */
const MOST = 5;
const LEAST_DIGITS = 7;

interface Entry {
  readonly of: string;
  readonly at: number;
  readonly values: FormValues;
}

/**
 * Whether the server has what was typed. It writes phone numbers in a form of its own, so these are compared by their last
 * digits.
 */
export function isSameForm(typed: FormValues, received: FormValues): boolean {
  const fields = Object.entries(received);
  return (
    fields.length > 0 &&
    fields.every(([field, value]) => isSame(field, typed[field as FormField] ?? '', value ?? ''))
  );
}

function isSame(field: string, typed: string, received: string): boolean {
  if (field !== 'phone') return typed.trim().normalize('NFC') === received;
  const digits = typed.replace(/\D/g, '').replace(/^0+/, '');
  return digits.length >= LEAST_DIGITS && received.endsWith(digits.slice(-LEAST_DIGITS));
}

/** All drafts are one value of the store, so that old ones can be found and removed. */
export function formDrafts(store: Store, now: () => number = Date.now) {
  function entries(): Entry[] {
    const text = attempt(() => store.getItem(KEY));
    const stored: unknown = text === null ? [] : attempt(() => JSON.parse(text));
    const isFresh = ({ at }: Entry) => at <= now() && now() - at < KEPT_MS;
    return listOf(stored)
      .map(fieldsOf)
      .map(({ of, at, values }) => ({
        of: textOf(of),
        at: countOf(at) ?? 0,
        values: formValuesOf(fieldsOf(values)),
      }))
      .filter(isFresh);
  }

  function keep(kept: readonly Entry[]): void {
    attempt(() =>
      kept.length === 0 ? store.removeItem(KEY) : store.setItem(KEY, JSON.stringify(kept.slice(-MOST))),
    );
  }

  return {
    /** Removes what is too old. Call it when the page opens. */
    sweep(): void {
      if (attempt(() => store.getItem(KEY)) !== null) keep(entries());
    },
    /** The draft of one user's win; nobody else's page reads it. */
    draftOf(activityId: string, uid: string, drawId: string): FormDraft {
      const of = JSON.stringify([activityId, uid, drawId]);
      const others = () => entries().filter((entry) => entry.of !== of);
      return {
        read: () => entries().find((entry) => entry.of === of)?.values ?? null,
        write: (values) => keep([...others(), { of, at: now(), values }]),
        settle: () => keep(others()),
      };
    },
  };
}
