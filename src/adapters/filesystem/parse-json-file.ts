import { isUtf8 } from 'node:buffer';
import { type ParseError, type ParseErrorCode, printParseErrorCode, visit } from 'jsonc-parser';
import { fileProblem, type Problem } from '../../domain/shared/problem.ts';
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

const BYTE_ORDER_MARK = 0xfeff;

/** Parses the bytes of a JSON file; a mistake has its line and column, as an editor counts them. */
export function parseJsonFile(bytes: Buffer): JsonReading {
  // In two steps it takes half the time of a strict `TextDecoder`.
  return isUtf8(bytes) ? parseJsonText(bytes.toString()) : { ok: false, problem: fileProblem('not_utf8') };
}

/** The same for what is decoded already. */
export function parseJsonText(written: string): JsonReading {
  // Some editors put it in front.
  const text = written.charCodeAt(0) === BYTE_ORDER_MARK ? written.slice(1) : written;
  const excess = firstExcess(text);
  if (excess) return { ok: false, problem: excess };
  try {
    return { ok: true, data: JSON.parse(text) };
  } catch {
    return { ok: false, problem: fileProblem('not_json', firstMistake(text)) };
  }
}

/** What the text has too much of, counted without building anything of it. */
function firstExcess(text: string): Problem | null {
  if (isModest(text)) return null;
  // How many commas each open bracket has had; only those of objects count.
  const commas: number[] = [];
  for (let offset = 0; offset < text.length; offset++) {
    const code = text.charCodeAt(offset);
    if (code === QUOTE) offset = endOfString(text, offset);
    else if (code === OPEN_BRACKET || code === OPEN_BRACE) {
      if (commas.length === DEEPEST) {
        return fileProblem('too_deep', { most: String(DEEPEST), ...placeOf(offset, text) });
      }
      commas.push(code === OPEN_BRACE ? 0 : Number.NEGATIVE_INFINITY);
    } else if (code === CLOSE_BRACKET || code === CLOSE_BRACE) commas.pop();
    else if (code === COMMA && commas.length > 0) {
      const count = (commas.pop() ?? 0) + 1;
      if (count === MOST_MEMBERS) {
        return fileProblem('too_many_members', { most: String(MOST_MEMBERS), ...placeOf(offset, text) });
      }
      commas.push(count);
    }
  }
  return null;
}

/* Whether it is too short for so many commas, and opens too few brackets, as most files: 10,000 are read at a start. */
function isModest(text: string): boolean {
  return text.length < MOST_MEMBERS && countOf('[', text) + countOf('{', text) <= DEEPEST;
}

function countOf(sign: string, text: string): number {
  let count = 0;
  for (let at = text.indexOf(sign); at >= 0; at = text.indexOf(sign, at + 1)) count += 1;
  return count;
}

/* The place of the quote that ends the string which begins here; the end of the text if there is none. */
function endOfString(text: string, begin: number): number {
  for (let end = text.indexOf('"', begin + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let backslashes = 0;
    while (text.charCodeAt(end - 1 - backslashes) === BACKSLASH) backslashes += 1;
    if (backslashes % 2 === 0) return end;
  }
  return text.length;
}

/*
 * `JSON.parse` says where in words that differ from one Node version to the next, and sometimes not at all. Here the
 * first mistake ends the reading: up to there the text is JSON, and no deeper than was counted.
 */
function firstMistake(text: string): Problem['params'] {
  try {
    visit(text, { onError: stop }, { disallowComments: true, allowTrailingComma: false });
  } catch (error) {
    if (error instanceof Mistake) return paramsOf(error.found, text);
  }
  return { mistake: 'Unknown' };
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

/* `mistake` is a code of jsonc-parser, or `MisplacedSign` with the sign. */
function paramsOf(found: ParseError, text: string): Problem['params'] {
  const sign = misplacedSign(text, found);
  if (sign) return { mistake: 'MisplacedSign', sign: sign.sign, ...placeOf(sign.offset, text) };
  return { mistake: printParseErrorCode(found.error), ...placeOf(found.offset, text) };
}

function placeOf(offset: number, text: string): { readonly line: string; readonly column: string } {
  const before = text.slice(0, offset).split('\n');
  return { line: String(before.length), column: String((before.at(-1)?.length ?? 0) + 1) };
}
