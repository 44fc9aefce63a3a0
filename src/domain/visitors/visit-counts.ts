export interface VisitTotals {
  readonly visits: number;
  /** An estimate, see `visit-sketch.ts`. */
  readonly visitors: number;
}

/** A piece of time in which there were visits. */
export interface VisitTime extends VisitTotals {
  /** Its beginning, in milliseconds since the epoch. Its visitors are those who came for the first time on that day of UTC. */
  readonly at: number;
}

/** Where visitors were, or came from; `''`: that is not known. */
export interface VisitPlace extends VisitTotals {
  readonly kind: 'zone' | 'channel';
  readonly name: string;
  readonly draws: number;
  readonly wins: number;
}

/** A time from which on, and one before which. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** What was counted of an activity, all processes together. Every method throws DependencyError if the store does not answer. */
export interface VisitCounts {
  totals(activityId: string): Promise<VisitTotals>;
  /** @param step a minute or an hour, in milliseconds; minutes are kept for some weeks */
  times(activityId: string, step: number, span: Span): Promise<readonly VisitTime[]>;
  places(activityId: string): Promise<readonly VisitPlace[]>;
  /** Visitors who got nothing, by the code of the answer. @param since the beginning of an hour */
  refusals(
    activityId: string,
    since: number,
  ): Promise<readonly { readonly code: string; readonly count: number }[]>;
}
