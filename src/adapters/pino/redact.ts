/*
 * Whatever a library or a client puts into words: a token after its name (in a query, in JSON, also in JSON within
 * a text), and what follows `Bearer`. The names end in "token", which is looked for first, since hardly a line has it.
 */
const token = /(token(?:=|%3D|\\?"\s*:\s*\\?"|: ))[^\s&"'\\;,]+/gi;
const bearer = /(Bearer )[^\s"'\\;,]+/gi;

/*
 * A mainland mobile number that stands by itself, with or without +86 and the usual dashes or spaces. Inside an id
 * (a UUID, a trace) it is none. `number`: it is a JSON number, which has to become a text.
 */
const phone =
  /(?<number>(?<!\\)":)?(?<![A-Za-z0-9_.])(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?![A-Za-z0-9_]|\.\d)/g;

/** A log line without tokens and phone numbers; it stays the JSON that it is. */
export function redact(line: string): string {
  let clean = line;
  if (/token|bearer/i.test(clean)) clean = clean.replace(token, '$1[token]').replace(bearer, '$1[token]');
  return clean.replace(phone, (_found, number: string | undefined) => (number ? '":"[phone]"' : '[phone]'));
}
