import type { Activity } from '../../domain/activities/activity.ts';
import type { RulesSet, RulesText } from '../../domain/draws/binding-book.ts';
import { drawRulesSchema } from '../../domain/draws/draw-rules.ts';
import type { PoolSizes } from '../../domain/draws/unit-pools.ts';
import { memoizeByRef } from '../shared/memoize-by-ref.ts';
import { sha256Hex } from '../shared/sha256-hex.ts';

/*
 * What is published after the end must not name a user, nor hold what operators have noted for themselves. So blocked
 * users, and keys that the service does not know, stay in the sealed part.
 */
const PUBLIC_KEYS: ReadonlySet<string> = new Set(
  Object.keys(drawRulesSchema.shape).filter((key) => key !== 'blocked_users'),
);

interface Parts {
  readonly common: Readonly<Record<string, unknown>>;
  readonly rules: Readonly<Record<string, unknown>>;
  readonly secret: Readonly<Record<string, unknown>>;
}

const partsOf = memoizeByRef((activity: Activity): Parts => {
  const { dispatch, starts_at, ends_at, prizes } = activity.publicData;
  const written = Object.entries((activity.rulesAsWritten ?? {}) as Record<string, unknown>);
  return {
    common: { dispatch, starts_at, ends_at, prizes },
    rules: Object.fromEntries(written.filter(([key]) => PUBLIC_KEYS.has(key))),
    secret: Object.fromEntries(written.filter(([key]) => !PUBLIC_KEYS.has(key))),
  };
});

/**
 * What decides the draws of this version of an activity, as JSON: its window, its prizes in their order, and its rules
 * as written. The sealed part holds what of the rules is not published, and `rules.sealed` of the text is the SHA-256 of
 * the salt, a line feed and that part: nobody who does not know the salt can try out uids.
 * @param salt hex of random bytes
 * @param codes how many codes are loaded for each prize that is delivered by code; `null`: there is no such prize
 */
export function rulesTextOf(activity: Activity, salt: string, codes: PoolSizes | null = null): RulesText {
  const { common, rules, secret } = partsOf(activity);
  const beside = codes === null ? {} : { codes };
  if (!hasSealedRules(activity)) return { text: JSON.stringify({ ...common, rules, ...beside }), sealed: '' };
  const sealed = JSON.stringify(secret);
  const shown = { ...rules, sealed: digestOf(sealed, salt) };
  return { text: JSON.stringify({ ...common, rules: shown, ...beside }), sealed };
}

/** Whether some of the rules are not published, so that their text depends on a salt. */
export function hasSealedRules(activity: Activity): boolean {
  return Object.keys(partsOf(activity).secret).length > 0;
}

/**
 * The two parts together, as the `data.json` that they were made of; `codes` stands beside it.
 * @throws Error if the sealed part is not the one that the text names
 */
export function wholeRules({
  text,
  sealed,
  salt,
}: Pick<RulesSet, 'text' | 'sealed' | 'salt'>): Record<string, unknown> {
  const file = JSON.parse(text) as Record<string, unknown> & { rules?: Record<string, unknown> };
  const { sealed: digest, ...rules } = file.rules ?? {};
  if ((digest ?? '') !== (sealed === '' ? '' : digestOf(sealed, salt)))
    throw new Error('the sealed part is another');
  const secret = sealed === '' ? {} : (JSON.parse(sealed) as object);
  return { ...file, rules: { ...rules, ...secret } };
}

/** What of a text says where and when it was in force. */
export interface RulesFacts {
  /** `null` where the text does not say. */
  readonly dispatch: string | null;
  /** Milliseconds since the epoch; `null` without an end. */
  readonly endsAt: number | null;
  readonly timezone: unknown;
}

/** @param found no text, and one that is no JSON, as a migrated ledger may have, say nothing */
export function rulesFacts(found: Pick<RulesText, 'text'> | null | undefined): RulesFacts {
  const { dispatch, ends_at, rules } = parsed(found?.text ?? '');
  const endsAt = typeof ends_at === 'string' ? Date.parse(ends_at) : Number.NaN;
  return {
    dispatch: typeof dispatch === 'string' ? dispatch : null,
    endsAt: Number.isNaN(endsAt) ? null : endsAt,
    timezone: (rules as { readonly timezone?: unknown } | undefined)?.timezone,
  };
}

function parsed(text: string): Readonly<Record<string, unknown>> {
  try {
    return (JSON.parse(text) ?? {}) as Record<string, unknown>;
  } catch {
    return {};
  }
}

/** The hash under which a set is announced. */
export function rulesHash({ text }: Pick<RulesText, 'text'>): string {
  return sha256Hex(text);
}

function digestOf(sealed: string, salt: string): string {
  return sha256Hex(`${salt}\n${sealed}`);
}
