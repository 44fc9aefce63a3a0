import { applyEdits, findNodeAtLocation, modify, type Node, parseTree } from 'jsonc-parser';
import type { JsonEdit, JsonTexts } from '../../domain/shared/json-texts.ts';

/* With a length that is not known, each edit would parse the text once more for a form of its own. */
const FORM = { insertSpaces: true, tabSize: 2 };

/* In characters: each edit parses the text anew, so that thousands of them in a long text would take minutes. */
const MOST_PARSED = 16 * 1024 * 1024;

/* Beside what is added or taken away a line is laid out anew, which takes minutes where it is a text of a megabyte. */
const LONG_LINE = /[^\n]{5000}/;

/** Texts of JSON, edited by jsonc-parser. */
export class JsoncTexts implements JsonTexts {
  readonly #parse: JsonTexts['parse'];

  /** @param parse as the files of activities are */
  constructor(parse: JsonTexts['parse']) {
    this.#parse = parse;
  }

  parse(text: string): { readonly value: unknown } | null {
    return this.#parse(text);
  }

  edited(text: string, edits: readonly JsonEdit[]): string {
    let written = text;
    let parsed = 0;
    for (let done = 0; done < edits.length; ) {
      const rest = edits.slice(done);
      const leaves = leavesOf(written, rest);
      parsed += written.length;
      const isLong = parsed > MOST_PARSED || (leaves.length === 0 && LONG_LINE.test(written));
      const whole = isLong ? this.parse(written) : null;
      if (whole) return writtenAnew(withEdits(whole.value, rest), endOfLine(written));
      written = leaves.length > 0 ? withLeaves(written, leaves) : withEdit(written, edits[done] as JsonEdit);
      done += Math.max(leaves.length, 1);
    }
    return written;
  }
}

function withEdit(text: string, { path, value }: JsonEdit): string {
  return applyEdits(
    text,
    modify(text, [...path], value, { formattingOptions: { ...FORM, eol: endOfLine(text) } }),
  );
}

type Leaf = Pick<Node, 'offset' | 'length'> & { readonly value: unknown };

/*
 * The first of these edits, as long as each puts a number in place of a number, or the like, at a place of its own: they need no
 * other form of what is around them, and none of them moves another one's path.
 */
function leavesOf(text: string, edits: readonly JsonEdit[]): readonly Leaf[] {
  const tree = isLeaf(edits[0]?.value) ? parseTree(text) : undefined;
  const leaves = new Map<Node, Leaf>();
  for (const { path, value } of edits) {
    const node = isLeaf(value) && tree ? findNodeAtLocation(tree, [...path]) : undefined;
    if (!node || leaves.has(node)) break;
    if (node.children && leaves.size > 0) break;
    const { offset, length } = node;
    leaves.set(node, { offset, length, value });
    if (node.children) break;
  }
  return [...leaves.values()];
}

function withLeaves(text: string, leaves: readonly Leaf[]): string {
  const parts: string[] = [];
  let end = 0;
  for (const { offset, length, value } of [...leaves].sort((one, other) => one.offset - other.offset)) {
    parts.push(text.slice(end, offset), JSON.stringify(value));
    end = offset + length;
  }
  return parts.join('') + text.slice(end);
}

function writtenAnew(value: unknown, eol: string): string {
  return `${JSON.stringify(value, null, FORM.tabSize)}\n`.replaceAll('\n', eol);
}

function withEdits(value: unknown, edits: readonly JsonEdit[]): unknown {
  return edits.reduce((whole, { path, value: now }) => withValue(whole, path, now), value);
}

/* In place: what was parsed is nobody else's. */
function withValue(whole: unknown, [key, ...path]: JsonEdit['path'], value: unknown): unknown {
  if (key === undefined) return value;
  const into = (typeof whole === 'object' && whole !== null ? whole : {}) as Record<string | number, unknown>;
  const now = withValue(Object.hasOwn(into, key) ? into[key] : undefined, path, value);
  const own = { value: now, configurable: true, enumerable: true, writable: true };
  if (now !== undefined) Object.defineProperty(into, key, own);
  else if (Array.isArray(into)) into.splice(Number(key), 1);
  else delete into[key];
  return into;
}

function isLeaf(value: unknown): boolean {
  return value !== undefined && (typeof value !== 'object' || value === null);
}

function endOfLine(text: string): string {
  return text.includes('\r\n') ? '\r\n' : '\n';
}
