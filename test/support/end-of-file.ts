const works: (() => Promise<void>)[] = [];

/** Does this when the tests of the file have ended: a process that runs several files ends without an event. */
export function atEndOfFile(work: () => Promise<void>): void {
  works.push(work);
}

/** Does what `atEndOfFile` was given so far, the latest first. */
export async function endFile(): Promise<void> {
  for (const work of works.splice(0).reverse()) await work();
}
