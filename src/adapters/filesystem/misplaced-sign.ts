import { type ParseError, printParseErrorCode } from 'jsonc-parser';

/*
 * Quotes, commas and other signs as a Chinese keyboard types them, and blanks that look like one: alone, or after a
 * word of JSON, to which the parser counts them. After any other word the mistake is that the word has no quotes.
 */
const SIGN = /^(?:true|false|null)?([“”„‟‘’、。【】\uff01-\uff5e\u3000\u00a0\u200b\ufeff])/u;

/* A text that begins with a straight quote and ends with a curly one, so that the next straight one ends it. */
const HALF_QUOTED = /"[^"“”]*([“”])\s*[:,}\]]/u;

export interface MisplacedSign {
  readonly sign: string;
  /** In UTF-16 units from the beginning of the text. */
  readonly offset: number;
}

/** The full-width sign or odd blank that made this mistake in a JSON text; `null` if it was something else. */
export function misplacedSign(text: string, { error, offset, length }: ParseError): MisplacedSign | null {
  const mistake = printParseErrorCode(error);
  if (mistake !== 'InvalidSymbol' && mistake !== 'UnexpectedEndOfString') return null;
  const line = text.lastIndexOf('\n', offset - 1) + 1;
  return (
    (mistake === 'InvalidSymbol' ? signIn(text.slice(offset, offset + length), SIGN, offset) : null) ??
    signIn(text.slice(line, offset + length), HALF_QUOTED, line)
  );
}

function signIn(part: string, pattern: RegExp, offset: number): MisplacedSign | null {
  const found = pattern.exec(part);
  const sign = found?.[1];
  return found && sign ? { sign, offset: offset + found.index + found[0].lastIndexOf(sign) } : null;
}
