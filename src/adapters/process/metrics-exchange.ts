import { type Channel, isOfType } from './channel.ts';

/*
 * A worker that is asked for the numbers has only its own. It asks the supervisor, which asks all workers and
 * makes one text of what they tell:
 *
 *   worker → supervisor  metrics-ask          supervisor → workers  metrics-wanted
 *   worker → supervisor  metrics-told         supervisor → worker   metrics-text
 *
 * Besides, every worker tells its counters now and then, so that they are not lost with it.
 */

type Ask = { readonly type: 'metrics-ask'; readonly id: number };
type Text = { readonly type: 'metrics-text'; readonly id: number; readonly text: string };
type Wanted = { readonly type: 'metrics-wanted'; readonly id: number };
/** `id` is `null` where nobody asked. */
type Told<Snapshot> = {
  readonly type: 'metrics-told';
  readonly id: number | null;
  readonly snapshot: Snapshot;
};

/* A healthy worker answers in some milliseconds, after the 0.5 s it may wait for the ledger at the most. */
const WORKER_DEADLINE_MS = 1000;

/* The supervisor's deadline for the workers, and time to go through what they tell. */
const TEXT_DEADLINE_MS = 2000;

/* So much counting is lost at the most when a worker is killed. */
const TELL_EVERY_MS = 1000;

export interface WorkerNumbers<Snapshot> {
  /** Everything. */
  snapshot(): Promise<Snapshot>;
  /** What must not be lost with the process. */
  counters(): Promise<Snapshot>;
}

export interface SharedMetrics {
  /** The numbers of all processes. @throws Error if the supervisor does not answer in time */
  text(): Promise<string>;
  /** Tells the last numbers. To be called when nothing is counted any more. */
  close(): Promise<void>;
}

/** The worker's side. */
export function shareMetrics<Snapshot>(channel: Channel, numbers: WorkerNumbers<Snapshot>): SharedMetrics {
  const waiting = new Map<number, (text: string) => void>();
  let lastId = 0;

  channel.onMessage((message) => {
    if (isOfType<Wanted>(message, 'metrics-wanted')) void tell(numbers.snapshot(), message.id);
    if (isOfType<Text>(message, 'metrics-text')) waiting.get(message.id)?.(message.text);
  });
  const timer = setInterval(() => void tell(numbers.counters(), null), TELL_EVERY_MS);
  timer.unref();
  return {
    text,
    close: () => {
      clearInterval(timer);
      return tell(numbers.counters(), null);
    },
  };

  async function tell(snapshot: Promise<Snapshot>, id: number | null): Promise<void> {
    try {
      channel.send({ type: 'metrics-told', id, snapshot: await snapshot } satisfies Told<Snapshot>);
    } catch {
      // The supervisor is gone, or will take this worker for a silent one.
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

/** The numbers of all workers, as the supervisor keeps them. */
export interface ClusterNumbers<Snapshot> {
  started(workerId: number): void;
  heard(workerId: number, snapshot: Snapshot): void;
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

  /** To be called with every worker that is started. */
  add(workerId: number, channel: Channel): void {
    this.#numbers.started(workerId);
    this.#channels.set(workerId, channel);
    channel.onMessage((message) => {
      if (isOfType<Ask>(message, 'metrics-ask')) void this.#answer(channel, message.id);
      if (isOfType<Told<Snapshot>>(message, 'metrics-told')) this.#heard(workerId, message);
    });
  }

  /** To be called when nothing more can come from a worker. */
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
      // Whoever asked is gone.
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

  #heard(workerId: number, { id, snapshot }: Told<Snapshot>): void {
    this.#numbers.heard(workerId, snapshot);
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
