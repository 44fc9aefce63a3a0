import type { Pictures, ReleaseContent } from '../../domain/releases/release.ts';
import { sha256Hex } from '../shared/sha256-hex.ts';

/** The content of a release: without pictures it is identified by the hash of its text. */
export function contentOf(text: string, pictures: Pictures): ReleaseContent {
  const hash = sha256Hex(text);
  const sorted = Object.entries(pictures).sort(([one], [other]) => (one < other ? -1 : 1));
  const content = sorted.length === 0 ? hash : sha256Hex(JSON.stringify([hash, sorted]));
  return { text, hash, pictures: Object.fromEntries(sorted), content };
}
