import type { TrailEntry } from './audit-trail.ts';

/** What the trail has of an action of which the program could not say what became of it. */
export const UNFINISHED = 'unfinished';

/** A change that somebody has asked for, before it is made. Nothing of what was sent with it: there are passwords in it. */
export interface BegunAction
  extends Pick<TrailEntry, 'id' | 'at' | 'operatorId' | 'operator' | 'via' | 'address' | 'activityId'> {
  /** What was called, such as `POST /activities/1055/publish` or `console user add`. */
  readonly route: string;
}

/**
 * Changes that were begun and have no entry in the trail yet. The change and its entry are in different stores or transactions,
 * so a process may end between them: then the note is what is left. Every method throws DependencyError if the store does not
 * answer; whether it has done its part is then not known.
 */
export interface BegunActions {
  note(action: BegunAction): Promise<void>;
  /** Removes the note of an action that has changed nothing. One that is gone is no fault. */
  drop(id: string): Promise<void>;
  /**
   * Replaces each note that is older than `ageMs` by an `unfinished` entry with its id, time and person: all or nothing, and once,
   * however many do so at a time. The age is by one clock for all processes, whatever their own ones say; a note that this clock
   * has made more than `ageMs` in its future counts as old, too.
   */
  conclude(ageMs: number): Promise<void>;
}

/** The entry that a note becomes. */
export function unfinishedEntry({ route, ...begun }: BegunAction): TrailEntry {
  return { ...begun, action: UNFINISHED, target: route, reason: '', before: null, after: null };
}
