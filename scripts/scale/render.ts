/** A part of the report. */
export interface Block {
  readonly title: string;
  /** It belongs to the block before it. */
  readonly isInner?: boolean;
  readonly sentences?: readonly string[];
  /** The first one is the head. */
  readonly rows: readonly (readonly string[])[];
  readonly after?: readonly string[];
}

export function markdownOf(blocks: readonly Block[]): string {
  return blocks
    .flatMap(({ title, isInner, sentences = [], rows, after = [] }) => [
      `${isInner ? '###' : '##'} ${title}`,
      ...sentences,
      markdownTable(rows),
      ...after,
    ])
    .join('\n\n');
}

export function textOf(blocks: readonly Block[]): string {
  const plain = (text: string) => text.replaceAll('`', '');
  return blocks
    .flatMap(({ title, isInner, sentences = [], rows, after = [] }) => [
      isInner ? plain(title) : plain(title).toUpperCase(),
      ...sentences.map(plain),
      columns(rows.map((row) => row.map(plain))),
      ...after.map(plain),
    ])
    .join('\n\n');
}

function markdownTable([head = [], ...rows]: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function columns(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  const line = (row: readonly string[]) => row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join('  ');
  return rows
    .map(line)
    .map((text) => text.trimEnd())
    .filter(Boolean)
    .join('\n');
}
