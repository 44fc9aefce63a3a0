import { type Channel, isOfType } from './channel.ts';

/*
 * A worker has only its own metrics. When it is asked for all, it asks the supervisor, which asks all workers and makes
 * one text of their reports:
 *
 *   worker → supervisor  metrics-ask          supervisor → workers  metrics-wanted
 *   worker → supervisor  metrics-report         supervisor → worker   metrics-text
 *
 * Besides, every worker sends its counters each second, so that they are not lost with it.
 */

type Ask = { readonly type: 'metrics-ask'; readonly id: number };
type Text = { readonly type: 'metrics-text'; readonly id: number; readonly text: string };
type Wanted = { readonly type: 'metrics-wanted'; readonly id: number };
/** `id` is `null` where the supervisor has not asked. */
type Report<Snapshot> = {
  readonly type: 'metrics-report';
  readonly id: number | null;
  readonly snapshot: Snapshot;
};

/* A healthy worker answers in some milliseconds, after at most 0.5 s for the ledger. */
const WORKER_DEADLINE_MS = 1000;

/* The supervisor's deadline for the workers, and time to add up their reports. */
const TEXT_DEADLINE_MS = 2000;

/* The most counting that is lost when a worker is killed. */
const SEND_EVERY_MS = 1000;

export interface WorkerNumbers<Snapshot> {
  /** All metrics. */
  snapshot(): Promise<Snapshot>;
  /** The metrics that must not be lost with the process. */
  counters(): Promise<Snapshot>;
}

export interface SharedMetrics {
  /** The metrics of all processes. @throws Error if the supervisor does not answer in time */
  text(): Promise<string>;
  /** Sends the last counters. Must be called when nothing is counted any more. */
  close(): Promise<void>;
}

/** The worker's side. */
export function shareMetrics<Snapshot>(channel: Channel, numbers: WorkerNumbers<Snapshot>): SharedMetrics {
  const waiting = new Map<number, (text: string) => void>();
  let lastId = 0;

  channel.onMessage((message) => {
    if (isOfType<Wanted>(message, 'metrics-wanted')) void send(numbers.snapshot(), message.id);
    if (isOfType<Text>(message, 'metrics-text')) waiting.get(message.id)?.(message.text);
  });
  const timer = setInterval(() => void send(numbers.counters(), null), SEND_EVERY_MS);
  timer.unref();
  return {
    text,
    close: () => {
      clearInterval(timer);
      return send(numbers.counters(), null);
    },
  };

  async function send(snapshot: Promise<Snapshot>, id: number | null): Promise<void> {
    try {
      channel.send({ type: 'metrics-report', id, snapshot: await snapshot } satisfies Report<Snapshot>);
    } catch {
      // The supervisor has ended, or counts this worker as silent.
    }
  }

  function text(): Promise<string> {
    return new Promise((resolve, reject) => {
      lastId += 1;
      const id = lastId;
      const timer = setTimeout(() => {
        waiting.delete(id);
        reject(new Error(`no answer from the supervisor in ${TEXT_DEADLINE_MS} ms`));
      }, TEXT_DEADLINE_MS);
      waiting.set(id, (answer) => {
        waiting.delete(id);
        clearTimeout(timer);
        resolve(answer);
      });
      channel.send({ type: 'metrics-ask', id } satisfies Ask);
    });
  }
}

/** The metrics of all workers, as the supervisor keeps them. */
export interface ClusterNumbers<Snapshot> {
  started(workerId: number): void;
  received(workerId: number, snapshot: Snapshot): void;
  ended(workerId: number): void;
  /** @param answers of those workers that answered just now */
  text(answers: ReadonlyMap<number, Snapshot>): Promise<string>;
}

/** The supervisor's side. */
export class MetricsHost<Snapshot> {
  readonly #numbers: ClusterNumbers<Snapshot>;
  readonly #deadlineMs: number;
  readonly #channels = new Map<number, Channel>();
  readonly #rounds = new Map<number, { answers: Map<number, Snapshot>; check(): void }>();
  #lastRound = 0;

  constructor(numbers: ClusterNumbers<Snapshot>, deadlineMs = WORKER_DEADLINE_MS) {
    this.#numbers = numbers;
    this.#deadlineMs = deadlineMs;
  }

  /** Must be called with every worker at its start. */
  add(workerId: number, channel: Channel): void {
    this.#numbers.started(workerId);
    this.#channels.set(workerId, channel);
    channel.onMessage((message) => {
      if (isOfType<Ask>(message, 'metrics-ask')) void this.#answer(channel, message.id);
      if (isOfType<Report<Snapshot>>(message, 'metrics-report')) this.#received(workerId, message);
    });
  }

  /** Must be called when no more messages can come from a worker. */
  remove(workerId: number): void {
    this.#channels.delete(workerId);
    this.#numbers.ended(workerId);
    for (const round of this.#rounds.values()) round.check();
  }

  async #answer(channel: Channel, id: number): Promise<void> {
    const text = await this.#numbers.text(await this.#gather());
    try {
      channel.send({ type: 'metrics-text', id, text } satisfies Text);
    } catch {
      // The asking worker has ended.
    }
  }

  #gather(): Promise<ReadonlyMap<number, Snapshot>> {
    return new Promise((resolve) => {
      this.#lastRound += 1;
      const id = this.#lastRound;
      const answers = new Map<number, Snapshot>();
      const done = () => {
        clearTimeout(timer);
        this.#rounds.delete(id);
        resolve(answers);
      };
      const timer = setTimeout(done, this.#deadlineMs);
      const check = () => {
        if ([...this.#channels.keys()].every((workerId) => answers.has(workerId))) done();
      };
      this.#rounds.set(id, { answers, check });
      for (const channel of this.#channels.values()) sendIfThere(channel, { type: 'metrics-wanted', id });
    });
  }

  #received(workerId: number, { id, snapshot }: Report<Snapshot>): void {
    this.#numbers.received(workerId, snapshot);
    const round = id === null ? undefined : this.#rounds.get(id);
    round?.answers.set(workerId, snapshot);
    round?.check();
  }
}

function sendIfThere(channel: Channel, message: Wanted): void {
  try {
    channel.send(message);
  } catch {
    // A worker that is going: its latest numbers count.
  }
}
