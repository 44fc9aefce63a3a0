import { performance } from 'node:perf_hooks';
import { activitiesDir } from '../../../test/support/activities-dir.ts';
import { startProgram } from '../../../test/support/built-program.ts';
import { cpuSeconds, residentMiB } from '../../processes.ts';
import { ours, type Server } from '../../servers.ts';
import type { Group, Probe } from '../curve.ts';
import { goods } from '../files.ts';
import { type Lengths, peakMiB, requestProbe, stop } from '../probes.ts';

const COUNTS = [1, 100, 10_000];
const PATH = '/cms-market/static';

/* At random, so that most of them have been visited before: the first visit of each encodes its answer. */
const VISITS_OF_EACH = 5;
const LEAST_VISITS = 5000;

/** 1, 100 and 10,000 activities: a start, and a visit of a random one. */
export function activities(lengths: Lengths): Group {
  return {
    name: 'activities',
    open: async () => {
      const servers: Server[] = [];
      const text = goods(14);
      const dirs = new Map<number, string>();
      for (const count of COUNTS) {
        const ids = Array.from({ length: count }, (_, index) => `a${index + 1}`);
        dirs.set(count, await activitiesDir(Object.fromEntries(ids.map((id) => [id, text]))));
      }
      const visit = (count: number) => async () => {
        const server = await ours({ ACTIVITIES_DIR: dirs.get(count) ?? '' });
        servers.push(server);
        const requests = { mode: 'activity', path: PATH, few: count } as const;
        return requestProbe(server, requests, {
          ...lengths,
          warmUpRequests: Math.max(LEAST_VISITS, VISITS_OF_EACH * count),
        });
      };
      return {
        curves: [
          {
            name: 'start',
            of: 'activities',
            unit: 'ms',
            points: COUNTS.map((x) => ({ x, open: async () => startProbe(dirs.get(x) ?? '') })),
          },
          {
            name: '`static` of a random activity',
            of: 'activities',
            unit: 'µs',
            points: COUNTS.map((x) => ({ x, open: visit(x) })),
          },
        ],
        close: () => stop(servers),
      };
    },
  };
}

/* From the start of the process until it listens. */
function startProbe(dir: string): Probe {
  const notes = { 'RSS, MiB': 0, 'most RSS, MiB': 0 };
  return {
    round: async () => {
      const from = performance.now();
      const program = await startProgram({ ACTIVITIES_DIR: dir });
      const clock = performance.now() - from;
      const cpu = cpuSeconds([program.pid]) * 1000;
      notes['RSS, MiB'] = Math.max(notes['RSS, MiB'], residentMiB([program.pid]));
      notes['most RSS, MiB'] = Math.max(notes['most RSS, MiB'], peakMiB(program.pid));
      await program.stop();
      return { CPU: cpu, 'by the clock': clock };
    },
    notes: async () => notes,
  };
}
