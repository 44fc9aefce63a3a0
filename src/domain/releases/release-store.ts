import type { Release, ReleaseContent, WholeRelease } from './release.ts';
import { type ReleaseAction, type Serving, type ServingChange, servedNo } from './serving.ts';

/** What is known of an activity before a change. */
export interface ReleaseState {
  /** Of the latest change; 0: there is none. */
  readonly version: number;
  /** `null` where nothing was ever published. */
  readonly serving: Serving | null;
  /** The release that everyone gets, and the candidate. */
  readonly release: Release | null;
  readonly candidate: Release | null;
  /** The number of the latest release; 0: there is none. */
  readonly lastNo: number;
}

/** Whether it is the text with the pictures that everyone gets. */
export function everyoneHas(
  { serving, release }: Pick<ReleaseState, 'serving' | 'release'>,
  { content }: Pick<ReleaseContent, 'content'>,
): boolean {
  return servedNo(serving) > 0 && release?.content === content;
}

export interface NewChange {
  readonly activityId: string;
  /** The version of the state by which the change was decided. */
  readonly after: number;
  readonly action: ReleaseAction;
  readonly author: string;
  readonly note: string;
  /** How long after it is recorded its releases are served. */
  readonly leadMs: number;
  readonly serving: Serving;
  /** A new release, with the number after the latest; `serving` names it. `null`: the change brings none. */
  readonly release: (ReleaseContent & { readonly no: number }) | null;
}

export type AppendResult =
  | { readonly kind: 'appended'; readonly version: number; readonly at: number; readonly inForceAt: number }
  /** Another change came first: `after` is not the latest version any more. */
  | { readonly kind: 'conflict' };

/** Releases and changes, in the record store. Every method throws DependencyError if the store does not answer. */
export interface ReleaseStore {
  /** Of these activities, in this order. */
  states(activityIds: readonly string[]): Promise<readonly ReleaseState[]>;
  /** Records the changes in one transaction, each that nothing came before; the results are in their order. */
  append(changes: readonly NewChange[]): Promise<readonly AppendResult[]>;
  /** `undefined` where there is none. */
  release(activityId: string, no: number): Promise<WholeRelease | undefined>;
  history(activityId: string, page: HistoryPage): Promise<readonly HistoryRow[]>;
}

export interface HistoryPage {
  /** Only changes before this version. */
  readonly before?: number;
  readonly limit: number;
}

/** A change, latest first, with the release that it brought or put back. */
export interface HistoryRow extends ServingChange {
  /** Of the release that everyone got from then on, then of the candidate. */
  readonly hash: string;
  readonly content: string;
  readonly candidateHash: string | null;
  readonly candidateContent: string | null;
}
