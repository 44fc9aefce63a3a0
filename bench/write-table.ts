import { readFile, writeFile } from 'node:fs/promises';

/**
 * Replaces what is between the lines `<!-- NAME:begin -->` and `<!-- NAME:end -->` of a file.
 * @throws Error if the file does not have both, in this order
 */
export async function writeBetween(file: string, name: string, markdown: string): Promise<void> {
  const [begin, end] = [`<!-- ${name}:begin -->`, `<!-- ${name}:end -->`];
  const text = await readFile(file, 'utf8');
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`${file} has no lines ${begin} and ${end}`);
  const kept = [text.slice(0, from + begin.length), text.slice(to)];
  await writeFile(file, kept.join(`\n${markdown.trim()}\n`));
}
