/**
 * The fields of one line of CSV (RFC 4180) without line ends inside quotes; `null` if its quotes do not fit together.
 */
export function csvFields(line: string): string[] | null {
  const fields: string[] = [];
  for (let at = 0; ; at++) {
    const field = line[at] === '"' ? quotedField(line, at) : plainField(line, at);
    if (!field) return null;
    fields.push(field.text);
    at = field.end;
    if (at === line.length) return fields;
  }
}

interface Field {
  readonly text: string;
  /** Where its comma is, or the end of the line. */
  readonly end: number;
}

function plainField(line: string, begin: number): Field | null {
  const comma = line.indexOf(',', begin);
  const end = comma === -1 ? line.length : comma;
  const text = line.slice(begin, end);
  return text.includes('"') ? null : { text, end };
}

function quotedField(line: string, begin: number): Field | null {
  const match = /"((?:[^"]|"")*)"(?=,|$)/y;
  match.lastIndex = begin;
  const found = match.exec(line);
  return found && { text: (found[1] ?? '').replaceAll('""', '"'), end: match.lastIndex };
}
