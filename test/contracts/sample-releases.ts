import { createHash } from 'node:crypto';
import { expect } from 'chai';
import type { Pictures, ReleaseContent } from '../../src/domain/releases/release.ts';
import type { AppendResult, NewChange } from '../../src/domain/releases/release-store.ts';
import type { Serving } from '../../src/domain/releases/serving.ts';

const MIB = 2 ** 20;

export const SERVING: Serving = {
  no: 1,
  candidate: null,
  isPaused: false,
  isRemoved: false,
  managedBy: 'files',
  draft: null,
};

/** Each is stored and returned as it is. A half of a surrogate pair, and NUL, occur as escapes of JSON alone. */
export const ODD_TEXTS: Readonly<Record<string, string>> = {
  empty: '',
  'a number': '0123',
  'a number with an exponent': '1e400',
  null: 'null',
  'a list': '[1, 2.50, "3"]',
  'escapes of NUL': '{"a":"\\u0000","b":"\\\\u0000"}',
  'halves of surrogate pairs as escapes': '{"a":"\\ud83d","b":"\\uDE00","c":"\\ud83d\\ude00"}',
  emoji: '{"title":"摇一摇 😀👨‍👩‍👧‍👦🇨🇳"}',
  'a BOM at the begin': '\ufeff{"title":"a"}',
  'a BOM within': '{"title":"a\ufeffb"}',
  quotes: `{"a":"\\"", 'b': '''', "c": \`"\`}`,
  backslashes: '\\ \\\\ \\\\\\ \\n \\" \\/',
  'ends of lines': ' \t{\r\n "a":\r1\n}\u2028\u2029\u0085 \n\n',
  'all controls but NUL': String.fromCharCode(...Array.from({ length: 31 }, (_, no) => no + 1), 0x7f),
  'ends of the planes': '\uffff\ufffe\ufffd\u{10000}\u{1ffff}\u{10ffff}',
  'what statements have': `'; drop table releases; -- $1 ? :a @b %s {0} \${c} \\x00`,
  '1 MiB of letters': `{"a":"${'x'.repeat(MIB - 8)}"}`,
  '1 MiB of emoji': '😀'.repeat(MIB / 4),
  '1 MiB of quotes and backslashes': '"\\'.repeat(MIB / 2),
};

/** As two texts are compared whose difference would be too long to be shown. */
export function expectSame(text: string, other: string, name = ''): void {
  expect(text.length, name).to.equal(other.length);
  expect(Buffer.from(text).equals(Buffer.from(other)), name).to.equal(true);
}

export function sha256(bytes: string | Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

export function contentOf(text: string, pictures: Pictures = {}): ReleaseContent {
  const hash = sha256(text);
  return { text, hash, pictures, content: sha256(JSON.stringify([hash, pictures])) };
}

/** A release for everyone: the first one of the activity, unless `changes` are of a later one. */
export function published(
  activityId: string,
  { no = 1, text = `{"title":"${activityId} ${no}"}`, ...changes }: PublishedChanges = {},
): NewChange {
  return {
    ...{ activityId, after: 0, action: 'publish', author: 'ann', note: '', leadMs: 750 },
    serving: { ...SERVING, no },
    release: { ...contentOf(text), no },
    ...changes,
  };
}

type PublishedChanges = Partial<NewChange> & { readonly no?: number; readonly text?: string };

export type Appended = Extract<AppendResult, { kind: 'appended' }>;

/** All were recorded. */
export function appendedOf(results: readonly AppendResult[]): readonly Appended[] {
  return results.map((result) => {
    if (result.kind !== 'appended') throw new Error('another change came first');
    return result;
  });
}
