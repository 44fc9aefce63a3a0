import { activitiesDir } from '../../../test/support/activities-dir.ts';
import { ours } from '../../servers.ts';
import type { Group } from '../curve.ts';
import { goodsOfBytes } from '../files.ts';
import { type Lengths, requestProbe, stop } from '../probes.ts';

/* KiB; a file has at most 1,024. */
const SIZES = [1, 10, 100, 1000];

/** Answers of 1 to 1,000 KiB. */
export function answers(lengths: Lengths): Group {
  return {
    name: 'answers',
    open: async () => {
      const files = Object.fromEntries(SIZES.map((kib) => [`kib${kib}`, goodsOfBytes(kib * 1024)]));
      const server = await ours({ ACTIVITIES_DIR: await activitiesDir(files) });
      const points = SIZES.map((x) => ({
        x,
        open: async () => {
          const path = `/cms-market/static?activity_id=kib${x}`;
          const answer = await fetch(server.origin + path);
          const bytes = (await answer.arrayBuffer()).byteLength;
          const own = requestProbe(server, { mode: 'same', path }, lengths);
          return { ...own, notes: async () => ({ 'answer, KiB': bytes / 1024 }) };
        },
      }));
      return {
        curves: [{ name: '`static`, no login', of: 'KiB of the answer', unit: 'µs', points }],
        close: () => stop([server]),
      };
    },
  };
}
