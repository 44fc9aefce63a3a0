import { TimelyCalls } from '../shared/timely-calls.ts';

/*
 * Most of the connections are left to those who only look at their wins. A query of a visitor ends after 1.5 s in any case,
 * and two in turn are answered before nginx gives up, which is after 5 s.
 */
const BULKHEAD = { atOnce: 2, waiting: 500, deadlineMs: 1500 };

/** The calls of the record store for what one kind of visitors asks: few at a time, and none waits for long. */
export class RecordCalls extends TimelyCalls {
  constructor() {
    super('record store', BULKHEAD);
  }
}
