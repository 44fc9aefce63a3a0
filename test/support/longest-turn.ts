/**
 * How much of the CPU time of the work passed, at the most, between two turns of the event loop of this process: from 0 to 1. CPU
 * time, since on a busy machine a process that does nothing also waits for its turn; a share, since a slow one needs more of it.
 */
export async function longestTurnShare(work: () => Promise<void>): Promise<number> {
  let longest = 0;
  const begun = process.cpuUsage();
  let last = begun;
  const note = () => {
    longest = Math.max(longest, sum(process.cpuUsage(last)));
    last = process.cpuUsage();
  };
  const ticking = setInterval(note, 1);
  try {
    await work();
  } finally {
    clearInterval(ticking);
  }
  note();
  return longest / sum(process.cpuUsage(begun));
}

function sum({ user, system }: NodeJS.CpuUsage): number {
  return user + system;
}
