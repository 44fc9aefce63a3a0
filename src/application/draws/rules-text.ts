import { createHash } from 'node:crypto';
import type { Activity } from '../../domain/activities/activity.ts';
import type { RulesSet } from '../../domain/draws/draw-ledger.ts';
import { drawRulesSchema } from '../../domain/draws/draw-rules.ts';
import { memoizeByRef } from '../shared/memoize-by-ref.ts';

/** The rules of one version of an activity, in the two parts that a ledger keeps. */
export interface RulesText {
  readonly text: string;
  readonly sealed: string;
}

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
 * as written. `rules.sealed` of the text is the SHA-256 of the sealed part, which holds the rest of the rules and a
 * random salt, so that nobody can try out uids.
 * @param salt hex of 16 random bytes
 */
export function rulesTextOf(activity: Activity, salt: string): RulesText {
  const { common, rules, secret } = partsOf(activity);
  if (Object.keys(secret).length === 0) return { text: JSON.stringify({ ...common, rules }), sealed: '' };
  const sealed = JSON.stringify({ salt, rules: secret });
  return { text: JSON.stringify({ ...common, rules: { ...rules, sealed: sha256(sealed) } }), sealed };
}

/** Whether a ledger's set of rules is that of this version of the activity. */
export function isRulesOf(activity: Activity, { text, sealed }: Pick<RulesSet, 'text' | 'sealed'>): boolean {
  const salt = sealed === '' ? '' : (JSON.parse(sealed) as { salt: string }).salt;
  const own = rulesTextOf(activity, salt);
  return own.text === text && own.sealed === sealed;
}

/**
 * The two parts together, as the `data.json` that they were made of.
 * @throws Error if the sealed part is not the one that the text names
 */
export function wholeRules({ text, sealed }: Pick<RulesSet, 'text' | 'sealed'>): Record<string, unknown> {
  const file = JSON.parse(text) as Record<string, unknown> & { rules?: Record<string, unknown> };
  const { sealed: digest, ...rules } = file.rules ?? {};
  if ((digest ?? '') !== (sealed === '' ? '' : sha256(sealed))) throw new Error('the sealed part is another');
  const secret = sealed === '' ? {} : (JSON.parse(sealed) as { rules: object }).rules;
  return { ...file, rules: { ...rules, ...secret } };
}

/** The hash under which a set is announced. */
export function rulesHash({ text }: Pick<RulesText, 'text'>): string {
  return sha256(text);
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
