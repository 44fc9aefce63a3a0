/**
 * The most CPU time that passed in this process between two turns of its event loop, in milliseconds, while the work
 * went on. CPU time, since on a busy machine a process that does nothing also waits for its turn.
 */
export async function longestTurnMs(work: () => Promise<void>): Promise<number> {
  let longest = 0;
  let last = process.cpuUsage();
  const ticking = setInterval(() => {
    const { user, system } = process.cpuUsage(last);
    longest = Math.max(longest, (user + system) / 1000);
    last = process.cpuUsage();
  }, 1);
  await work();
  clearInterval(ticking);
  return longest;
}
