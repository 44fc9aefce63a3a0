import type { z } from 'zod';
import type { Activity } from '../../domain/activities/activity.ts';
import type { DrawsSummary } from './check/draws-summary.ts';
import type { Warn } from './check/finding.ts';
import type { GoodsSummary } from './check/goods-summary.ts';

/** What authoring asks of a kind. */
export interface AuthoringKind {
  readonly dispatch: string;
  /** The fields that the kind reads, each with what is known of it. */
  readonly details: z.ZodType;
  readonly authoring: AuthoringFacet;
}

export interface AuthoringFacet {
  /** The lists of the file whose entries are searched for misspelt keys, such as `prizes`. */
  readonly lists: readonly string[];
  /** The objects of the file that are searched too, such as `rules`. */
  readonly objects: readonly string[];
  /** Keys that are often written in another place than theirs. */
  readonly places: readonly Place[];
  /** Reports what a valid file's operator would trip over. @param now milliseconds since the epoch */
  warn(activity: Activity, warn: Warn, now: number): void;
  /** What was ordered, for a last look before the launch. */
  summarize(activity: Activity): KindSummary;
  /** The fields of a new activity beside the common ones. @param common as the file has them */
  startingFields(common: StartingFields): object;
}

export interface Place {
  /** The dotted path of the object in which they are found. */
  readonly above: string;
  readonly keys: readonly string[];
  /** The dotted path of the object in which they belong. */
  readonly place: string;
}

export interface KindSummary {
  /** By which a day begins and ends; `null` where the file has none. */
  readonly timezone: string | null;
  readonly draws: DrawsSummary | null;
  readonly goods: GoodsSummary | null;
}

export interface StartingFields {
  readonly page: Readonly<Record<string, unknown>>;
  /** An IANA name. */
  readonly timezone: string;
}

/** The kinds by their names. */
export type AuthoringKinds = ReadonlyMap<string, AuthoringKind>;
