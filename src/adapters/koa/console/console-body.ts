import type { Context } from 'koa';
import { ConsoleRefusal } from './console-refusal.ts';

/** Of a JSON body, if its route says nothing else. */
export const USUAL_BODY_BYTES = 64 * 1024;

/* Deeper is no document of anybody's, and would exhaust the stack of what reads it. */
const DEEPEST = 200;

/**
 * Reads a body whole.
 * @throws ConsoleRefusal if it is longer
 */
export async function readBytes({ req }: Pick<Context, 'req'>, mostBytes: number): Promise<Buffer> {
  if (Number(req.headers['content-length'] ?? 0) > mostBytes) throw tooLarge(mostBytes);
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of req as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > mostBytes) throw tooLarge(mostBytes);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/**
 * Reads a JSON object; an absent body is an empty one.
 * @throws ConsoleRefusal if it is of another type, longer, or no JSON object
 */
export async function readJsonObject(ctx: Context, mostBytes: number): Promise<Record<string, unknown>> {
  const bytes = await readBytes(ctx, mostBytes);
  if (bytes.length === 0) return {};
  if (!ctx.request.is('application/json')) throw new ConsoleRefusal('unsupported_type');
  let value: unknown;
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    if (isTooDeep(text)) throw new SyntaxError('nested too deep');
    value = JSON.parse(text);
  } catch {
    throw new ConsoleRefusal('invalid', { field: 'body' });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new ConsoleRefusal('invalid', { field: 'body' });
  }
  return value as Record<string, unknown>;
}

function tooLarge(mostBytes: number): ConsoleRefusal {
  return new ConsoleRefusal('too_large', { most_bytes: mostBytes });
}

/* Brackets inside of strings do not count. */
function isTooDeep(text: string): boolean {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (inString) {
      if (character === '\\') at++;
      else if (character === '"') inString = false;
    } else if (character === '"') inString = true;
    else if (character === '{' || character === '[') {
      depth++;
      if (depth > DEEPEST) return true;
    } else if (character === '}' || character === ']') depth--;
  }
  return false;
}
