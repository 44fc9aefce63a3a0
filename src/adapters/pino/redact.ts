/*
 * In any text of a library or a client: a token after its name (in a query, in JSON, in JSON inside a string), and the
 * word after `Bearer`. All names end in "token". Few lines contain that word, so it is searched first.
 */
const token = /(token(?:=|%3D|\\?"\s*:\s*\\?"|: ))[^\s&"'\\;,]+/gi;
const bearer = /(Bearer )[^\s"'\\;,]+/gi;

/*
 * A mainland mobile number with or without +86, dashes and spaces. Digits inside an id (a UUID, a trace id) do not
 * match. `number`: the match is a JSON number, and becomes a string.
 */
const phone =
  /(?<number>(?<!\\)":)?(?<![A-Za-z0-9_.])(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?![A-Za-z0-9_]|\.\d)/g;

/** Removes tokens and phone numbers from a log line. The result is valid JSON. */
export function redact(line: string): string {
  let clean = line;
  if (/token|bearer/i.test(clean)) clean = clean.replace(token, '$1[token]').replace(bearer, '$1[token]');
  return clean.replace(phone, (_found, number: string | undefined) => (number ? '":"[phone]"' : '[phone]'));
}
