import { type ParseError, parse, printParseErrorCode } from 'jsonc-parser';
import type { Problem } from '../../domain/problem.ts';
import { misplacedSign } from './misplaced-sign.ts';

export type JsonReading =
  | { readonly ok: true; readonly data: unknown }
  | { readonly ok: false; readonly problem: Problem };

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Parses the bytes of a JSON file; a mistake is told by its line and column, as an editor counts them. */
export function parseJsonFile(bytes: Uint8Array): JsonReading {
  let text: string;
  try {
    // Also takes off the byte order mark that some editors put in front.
    text = utf8.decode(bytes);
  } catch {
    return { ok: false, problem: { field: '', reason: 'is not UTF-8 text' } };
  }
  try {
    return { ok: true, data: JSON.parse(text) };
  } catch {
    return { ok: false, problem: { field: '', reason: `is not JSON: ${firstMistake(text)}` } };
  }
}

/* `JSON.parse` says where in words that differ from one Node version to the next, and sometimes not at all. */
function firstMistake(text: string): string {
  const mistakes: ParseError[] = [];
  parse(text, mistakes, { disallowComments: true, allowTrailingComma: false, allowEmptyContent: false });
  const [first] = mistakes;
  if (!first) return 'it cannot be parsed';
  const sign = misplacedSign(text, first);
  const before = text.slice(0, sign?.offset ?? first.offset).split('\n');
  const words = sign
    ? `misplaced sign ${sign.sign}`
    : printParseErrorCode(first.error)
        .replace(/(?<=[a-z])(?=[A-Z])/g, ' ')
        .toLowerCase();
  return `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}: ${words}`;
}
