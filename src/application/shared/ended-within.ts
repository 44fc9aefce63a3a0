/** Resolves when the work has ended, or after `ms`: then it goes on by itself, and what it throws is left aside. */
export async function endedWithin(ms: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  let isLate = false;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(() => {
      isLate = true;
      resolve();
    }, ms);
  });
  const ended = work.catch((error: unknown) => {
    if (!isLate) throw error;
  });
  try {
    await Promise.race([ended, late]);
  } finally {
    clearTimeout(timer);
  }
}
