import type { SimulationRecord } from '../../../domain/releases/simulations.ts';

/** A simulation that this process is at work on, or that waits. */
export class SimulationJob {
  readonly #stopping = new AbortController();
  #record: SimulationRecord;

  constructor(record: SimulationRecord) {
    this.#record = record;
  }

  get record(): SimulationRecord {
    return this.#record;
  }

  get signal(): AbortSignal {
    return this.#stopping.signal;
  }

  update(change: Partial<Pick<SimulationRecord, 'state' | 'progress' | 'failure'>>): void {
    this.#record = { ...this.#record, ...change };
  }

  stop(): void {
    this.#stopping.abort();
  }
}
