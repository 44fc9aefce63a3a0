import { type ParseError, type ParseErrorCode, printParseErrorCode, visit } from 'jsonc-parser';
import type { Problem } from '../../domain/shared/problem.ts';
import { misplacedSign } from './misplaced-sign.ts';

export type JsonReading =
  | { readonly ok: true; readonly data: unknown }
  | { readonly ok: false; readonly problem: Problem };

/* What reads, compares and writes JSON calls itself at each level; the stack of Node holds some thousands. */
const DEEPEST = 64;

/* To read an object takes longer for each member where it has very many: 600 ms for 100,000. */
const MOST_MEMBERS = 10_000;

const [QUOTE, BACKSLASH, COMMA] = [0x22, 0x5c, 0x2c];
const [OPEN_BRACKET, CLOSE_BRACKET, OPEN_BRACE, CLOSE_BRACE] = [0x5b, 0x5d, 0x7b, 0x7d];

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Parses the bytes of a JSON file; a mistake is told by its line and column, as an editor counts them. */
export function parseJsonFile(bytes: Uint8Array): JsonReading {
  let text: string;
  try {
    // Also takes off the byte order mark that some editors put in front.
    text = utf8.decode(bytes);
  } catch {
    return refused('is not UTF-8 text');
  }
  const excess = firstExcess(text);
  if (excess) return refused(excess);
  try {
    return { ok: true, data: JSON.parse(text) };
  } catch {
    return refused(`is not JSON: ${firstMistake(text)}`);
  }
}

function refused(reason: string): JsonReading {
  return { ok: false, problem: { field: '', reason } };
}

/** What the text has too much of, counted without building anything of it. */
function firstExcess(text: string): string | null {
  // How many commas each open bracket has had; only those of objects count.
  const commas: number[] = [];
  let inString = false;
  for (let offset = 0; offset < text.length; offset++) {
    const code = text.charCodeAt(offset);
    if (code === QUOTE) inString = !inString;
    else if (inString) {
      if (code === BACKSLASH) offset += 1;
    } else if (code === OPEN_BRACKET || code === OPEN_BRACE) {
      if (commas.length === DEEPEST) return `is nested more than ${DEEPEST} deep: ${placeOf(offset, text)}`;
      commas.push(code === OPEN_BRACE ? 0 : Number.NEGATIVE_INFINITY);
    } else if (code === CLOSE_BRACKET || code === CLOSE_BRACE) commas.pop();
    else if (code === COMMA && commas.length > 0) {
      const count = (commas.pop() ?? 0) + 1;
      if (count === MOST_MEMBERS) {
        return `has more than ${MOST_MEMBERS} members in one object: ${placeOf(offset, text)}`;
      }
      commas.push(count);
    }
  }
  return null;
}

/*
 * `JSON.parse` says where in words that differ from one Node version to the next, and sometimes not at all. Here the
 * first mistake ends the reading: up to there the text is JSON, and no deeper than was counted.
 */
function firstMistake(text: string): string {
  try {
    visit(text, { onError: stop }, { disallowComments: true, allowTrailingComma: false });
  } catch (error) {
    if (error instanceof Mistake) return wordsOf(error.found, text);
  }
  return 'it cannot be parsed';
}

class Mistake extends Error {
  readonly found: ParseError;

  constructor(found: ParseError) {
    super();
    this.found = found;
  }
}

function stop(error: ParseErrorCode, offset: number, length: number): never {
  throw new Mistake({ error, offset, length });
}

function wordsOf(mistake: ParseError, text: string): string {
  const sign = misplacedSign(text, mistake);
  if (sign) return `${placeOf(sign.offset, text)}: misplaced sign ${sign.sign}`;
  const words = printParseErrorCode(mistake.error)
    .replace(/(?<=[a-z])(?=[A-Z])/g, ' ')
    .toLowerCase();
  return `${placeOf(mistake.offset, text)}: ${words}`;
}

function placeOf(offset: number, text: string): string {
  const before = text.slice(0, offset).split('\n');
  return `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
}
