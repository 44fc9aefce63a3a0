import { readFileSync } from 'node:fs';

/** Seconds that the first two cores have been busy with any program; 0 if the system does not report it. */
export function busySeconds(): number {
  let text = '';
  try {
    text = readFileSync('/proc/stat', 'utf8');
  } catch {
    return 0;
  }
  const cores = [...text.matchAll(/^cpu[01] (.*)$/gm)].map(([, fields = '']) => {
    const [user = 0, nice = 0, system = 0, _idle, _waiting, hard = 0, soft = 0, steal = 0] = fields
      .split(' ')
      .map(Number);
    return (user + nice + system + hard + soft + steal) / TICKS_PER_SECOND;
  });
  return cores.reduce((sum, seconds) => sum + seconds, 0);
}

/** How many files a process may open, and so how many connections; `Infinity` if the system does not report it. */
export function openFilesLimit(): number {
  try {
    const [, most] = /^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8')) ?? [];
    return most === undefined ? Number.POSITIVE_INFINITY : Number(most);
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}

const TICKS_PER_SECOND = 100;
