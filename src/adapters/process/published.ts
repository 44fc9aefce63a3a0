import { type Channel, isOfType } from './channel.ts';

/*
 * At a start of both sides, the public one waits until the operations side has published what was edited meanwhile. It reports
 * that to the process that started it, of which workers ask it.
 */
const PUBLISHED = { type: 'published' } as const;
const ASK = { type: 'ask-published' } as const;
const WAIT = { type: 'wait-for-published' } as const;

/* A supervisor that a reload has kept may be of an earlier program, which does not answer. */
const UNANSWERED_MS = 2000;

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
    worker.send(WAIT);
    void (published ?? Promise.resolve()).then(() => worker.send(PUBLISHED));
  });
}

/** Resolves when the supervisor knows, or does not understand. */
export function askPublished(supervisor: Channel): Promise<void> {
  return new Promise((resolve) => {
    const unanswered = setTimeout(resolve, UNANSWERED_MS);
    supervisor.onMessage((message) => {
      if (isOfType<typeof WAIT>(message, 'wait-for-published')) clearTimeout(unanswered);
      if (isPublished(message)) resolve();
    });
    supervisor.send(ASK);
  });
}
