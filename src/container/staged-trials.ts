import { LRUCache } from 'lru-cache';
import type { StagedTrial } from '../adapters/koa/console/preview-door.ts';
import { TRIAL_HEADERS } from '../adapters/koa/console/trial-headers.ts';
import { tokenOfInvented } from '../adapters/memory/invented-users.ts';
import type { PreviewState } from '../application/authoring/previews/preview-states.ts';
import { previewSlug, previewStates } from '../application/authoring/previews/preview-states.ts';
import { stagedActivity } from '../application/authoring/previews/staged-activity.ts';
import { StagedClock } from '../application/authoring/previews/staged-moment.ts';
import { drawCapabilities } from '../application/kinds/kinds.ts';
import { DraftMedia } from '../application/releases/draft-media.ts';
import type { Activity } from '../domain/activities/activity.ts';
import type { MediaSource } from '../domain/activities/media-library.ts';
import type { PictureFiles } from '../domain/releases/picture-files.ts';
import type { Pictures } from '../domain/releases/release.ts';
import type { Clock } from '../domain/shared/clock.ts';
import type { PageFiles } from '../domain/shared/page-files.ts';
import { openTrial, type Trial, type TrialSurroundings } from './open-trial.ts';
import { readRelease } from './read-release.ts';

/** A draft that is staged. */
export interface StagedDraft {
  readonly activityId: string;
  readonly text: string;
  readonly pictures: Pictures;
}

export interface StagedTrialsOptions {
  readonly page: PageFiles;
  readonly pictures: PictureFiles;
  /** Pictures that are not kept with drafts; `null`: there is no folder here. */
  readonly folder: MediaSource | null;
  readonly clock: Clock;
  readonly around: TrialSurroundings;
  /** Of one trial. */
  readonly mostUsers: number;
  /** Whether one that has so many begins anew for the next; else it refuses further users. */
  readonly beginsAnew: boolean;
  readonly mostTrials: number;
  readonly titlePrefix: string;
}

/*
 * A draw is some 500 bytes, and a user about as much: of one trial at most 5 MB. One that has taken more begins anew,
 * which nobody minds who tries something out.
 */
const MOST_CHANGES = 5000;

/* An activity in memory takes several times as much as its text. */
const BYTES_A_CHARACTER = 8;
const TRIAL_BYTES = 100 * 1024;
const MOST_BYTES = 48 * 1024 * 1024;

const NOBODY = '';

/* Another one, where an activity has a zone of this name. */
const NOBODYS_ZONE = 'preview-elsewhere';

/** Opens the trials of drafts, a state each, and keeps those that were visited last. */
export class StagedTrials {
  readonly #options: StagedTrialsOptions;
  readonly #trials: LRUCache<string, Kept>;

  constructor(options: StagedTrialsOptions) {
    this.#options = options;
    this.#trials = new LRUCache({ max: options.mostTrials, maxSize: MOST_BYTES });
  }

  /**
   * The same trial for the same address. `null`: the draft has no such state, or is not valid.
   * @param basePath where its paths begin, without a slash at the end
   */
  async stage(draft: StagedDraft, slug: string, basePath: string): Promise<StagedTrial | null> {
    const known = this.#trials.get(basePath);
    const trial = await known?.opening;
    if (known && (!trial || !this.#isWornOut(trial))) return trial ?? null;
    const kept = { opening: this.#open(draft, slug, basePath) };
    this.#trials.set(basePath, kept, { size: TRIAL_BYTES + draft.text.length * BYTES_A_CHARACTER });
    // What failed is tried anew.
    kept.opening.catch(() => this.#trials.delete(basePath));
    return kept.opening;
  }

  #isWornOut(trial: Trial): boolean {
    return trial.changes() >= MOST_CHANGES || (this.#options.beginsAnew && !trial.takes(NOBODY));
  }

  async #open(draft: StagedDraft, slug: string, basePath: string): Promise<OpenedTrial | null> {
    const reading = readRelease({ ...draft, no: 0 });
    if (!reading.ok) return null;
    const { activity } = reading;
    const details = drawCapabilities.get(activity.dispatch)?.detailsOf(activity) ?? null;
    const state = previewStates(activity, details).find((each) => previewSlug(each) === slug);
    if (!state || state.absent) return null;
    const { page, pictures, folder, clock, around, mostUsers, titlePrefix } = this.#options;
    const trial = await openTrial(
      {
        activity: stagedActivity(activity, details, state),
        isPaused: state.kind === 'paused',
        zoneId: zoneOf(activity, state),
        mostUsers,
        clock: new StagedClock(activity, state.kind, clock),
        basePath,
        page,
        media: new DraftMedia({ activityId: activity.id, pictures: draft.pictures, files: pictures, folder }),
        headers: TRIAL_HEADERS,
        titlePrefix,
      },
      around,
    );
    return { ...trial, activityId: activity.id, state, tokenOf: tokenOfInvented };
  }
}

type OpenedTrial = StagedTrial & Trial;

interface Kept {
  readonly opening: Promise<OpenedTrial | null>;
}

function zoneOf({ zones, publicData }: Activity, { kind }: PreviewState): string | null {
  const named = zones ?? new Set(Array.isArray(publicData.zones) ? publicData.zones.map(String) : []);
  if (kind !== 'wrong_zone') return [...named][0] ?? null;
  let zone = NOBODYS_ZONE;
  while (named.has(zone)) zone += '-';
  return zone;
}
