import {
  applyEdits,
  type FormattingOptions,
  findNodeAtLocation,
  type JSONPath,
  modify,
  type Node,
  parseTree,
} from 'jsonc-parser';
import type { JsonPath } from './json-path.ts';

/*
 * Edits change the text only where the value stands: order, format and keys that nobody knows stay as their author wrote them.
 */

/** Returns the text with this value at the path; objects on the way there are made. `undefined` takes the key away. */
export function setAt(text: string, path: JsonPath, value: unknown): string {
  const whole = text.trim() === '' ? '{}\n' : text;
  const { at, put } = throughScalars(whole, path, value);
  return applyEdits(whole, modify(whole, at, put, { formattingOptions: formatOf(whole) }));
}

/** Returns the text without what stands at the path. */
export function removeAt(text: string, path: JsonPath): string {
  return nodeAt(text, path) ? setAt(text, path, undefined) : text;
}

/** Returns the text with one more entry at the end of a list, which is made where it is missing. */
export function addEntry(text: string, list: JsonPath, value: unknown): string {
  const node = nodeAt(text, list);
  if (node?.type !== 'array') return setAt(text, list, [value]);
  return setAt(text, [...list, node.children?.length ?? 0], value);
}

/** Returns the text with an entry of a list moved to another place; entries and what stands between them are not rewritten. */
export function moveEntry(text: string, list: JsonPath, from: number, to: number): string {
  const entries = nodeAt(text, list)?.children ?? [];
  if (from === to || !entries[from] || !entries[to]) return text;
  const pieces = entries.map(({ offset, length }) => text.slice(offset, offset + length));
  pieces.splice(to, 0, ...pieces.splice(from, 1));
  return replaceAll(
    text,
    entries.map((entry, index) => ({ ...entry, text: pieces[index] ?? '' })),
  );
}

/** Returns the text with another name for a key, in the place where it was. */
export function renameKey(text: string, path: JsonPath, name: string): string {
  const key = nodeAt(text, path)?.parent?.children?.[0];
  if (key?.type !== 'string') return text;
  return replaceAll(text, [{ ...key, text: JSON.stringify(name) }]);
}

/** Returns where the value at the path stands, or the innermost value around it that is there. */
export function rangeAt(text: string, path: JsonPath): { offset: number; length: number } {
  const root = parseTree(text);
  for (let depth = path.length; root && depth >= 0; depth--) {
    const node = findNodeAtLocation(root, path.slice(0, depth));
    if (!node) continue;
    // Of an object that misses something, its first sign is enough to find it.
    const isWhole = depth === path.length && node.type !== 'object' && node.type !== 'array';
    return { offset: node.offset, length: isWhole ? node.length : 1 };
  }
  return { offset: 0, length: 1 };
}

function nodeAt(text: string, path: JsonPath): Node | undefined {
  const root = parseTree(text);
  return root && findNodeAtLocation(root, [...path]);
}

/* `modify` cannot put a key into a `null`, a text or a number: that one is replaced. */
function throughScalars(text: string, path: JsonPath, value: unknown): { at: JSONPath; put: unknown } {
  for (let depth = 1; depth < path.length; depth++) {
    const node = nodeAt(text, path.slice(0, depth));
    if (!node) break;
    const holds = typeof path[depth] === 'number' ? 'array' : 'object';
    if (node.type === holds) continue;
    const put = path.slice(depth).reduceRight<unknown>(wrapped, value);
    return { at: path.slice(0, depth), put };
  }
  return { at: [...path], put: value };
}

const wrapped = (inside: unknown, key: string | number): unknown =>
  typeof key === 'number' ? [inside] : { [key]: inside };

interface Piece {
  readonly offset: number;
  readonly length: number;
  readonly text: string;
}

function replaceAll(text: string, pieces: readonly Piece[]): string {
  return pieces.reduceRight(
    (whole, piece) => whole.slice(0, piece.offset) + piece.text + whole.slice(piece.offset + piece.length),
    text,
  );
}

/* As the text is indented already. */
function formatOf(text: string): FormattingOptions {
  const indent = /\n([ \t]+)\S/.exec(text)?.[1] ?? '  ';
  return {
    insertSpaces: !indent.startsWith('\t'),
    tabSize: indent.startsWith('\t') ? 1 : indent.length,
    eol: text.includes('\r\n') ? '\r\n' : '\n',
  };
}
