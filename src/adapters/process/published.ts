import { type Channel, isOfType } from './channel.ts';

/*
 * At a start of both sides, the public one waits until the operations side has published what was edited meanwhile. It reports
 * that to the process that started it, of which workers ask it.
 */
const PUBLISHED = { type: 'published' } as const;
const ASK = { type: 'ask-published' } as const;

export function isPublished(message: unknown): boolean {
  return isOfType<typeof PUBLISHED>(message, 'published');
}

/** From the operations process to the one that started it. */
export function reportPublished(): void {
  process.send?.(PUBLISHED, undefined, undefined, () => {});
}

/** Lets a worker know. @param published `null`: no operations process was started */
export function answerPublished(worker: Channel, published: Promise<void> | null): void {
  worker.onMessage((message) => {
    if (!isOfType<typeof ASK>(message, 'ask-published')) return;
    void (published ?? Promise.resolve()).then(() => worker.send(PUBLISHED));
  });
}

/** Resolves when the supervisor knows. */
export function askPublished(supervisor: Channel): Promise<void> {
  return new Promise((resolve) => {
    supervisor.onMessage((message) => {
      if (isPublished(message)) resolve();
    });
    supervisor.send(ASK);
  });
}
