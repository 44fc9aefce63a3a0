import { readFile } from 'node:fs/promises';
import { PageParts } from '../../src/adapters/filesystem/page-parts.ts';

const BASE = '/cms-market';
const MANIFEST = new URL('../../dist/web/.vite/manifest.json', import.meta.url);
/* A result is loaded after the first screen. */
const RESULT = ['result/DrawResult.vue', 'result/WinCelebration.vue'];

/** The paths of the page's files that a first visit of an activity loads. */
export async function filesOfVisit(origin: string, activityId: string): Promise<readonly string[]> {
  const html = await (await fetch(`${origin}${BASE}/?id=${activityId}`)).text();
  const named = [...html.matchAll(/(?:src|href)="\.\/(assets\/[^"]+)"/g)].map(([, file = '']) => file);
  const parts = new PageParts(await readFile(MANIFEST), 'index.html');
  const later = RESULT.flatMap((source) => {
    const { scripts, styles } = parts.part(source);
    if (scripts.length === 0) throw new Error(`${source} is in no file of its own`);
    return [...scripts, ...styles];
  });
  return [...new Set([...named, ...later])].map((file) => `${BASE}/${file}`);
}

/** Of these files, the one whose size is nearest to their mean: what it costs is what one of them costs. */
export async function typicalFile(origin: string, paths: readonly string[]): Promise<string> {
  const sizes = await Promise.all(
    paths.map(async (path) => (await (await fetch(`${origin}${path}`)).arrayBuffer()).byteLength),
  );
  const mean = sizes.reduce((sum, size) => sum + size, 0) / sizes.length;
  const far = sizes.map((size) => Math.abs(size - mean));
  return paths[far.indexOf(Math.min(...far))] ?? '';
}
