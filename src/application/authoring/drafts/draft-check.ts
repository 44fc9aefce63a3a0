import type { Activity, ActivityReading } from '../../../domain/activities/activity.ts';
import type { MediaLibrary } from '../../../domain/activities/media-library.ts';
import type { Pictures, ReleaseContent } from '../../../domain/releases/release.ts';
import type { Clock } from '../../../domain/shared/clock.ts';
import { draftContent } from '../../releases/draft-content.ts';
import type { PictureFacts } from '../../releases/picture-facts.ts';
import type { AuthoringKind, AuthoringKinds } from '../authoring-kind.ts';
import { checkActivity } from '../check/check-activity.ts';
import { type Finding, findingsOf } from '../check/finding.ts';
import { type LaunchSummary, launchSummary } from '../check/launch-summary.ts';
import type { ServingNeeds } from '../check/serving-needs.ts';

type Media = Pick<MediaLibrary, 'lengthOf' | 'names'>;

export interface DraftCheckDependencies {
  /** A text as the service reads it. */
  readonly read: (draft: DraftText) => ActivityReading;
  readonly kinds: AuthoringKinds;
  readonly facts: Pick<PictureFacts, 'of'>;
  /** What is in the folders: of an activity that has one, pictures are sent from there too. */
  readonly media: Media;
  readonly needs: ServingNeeds;
  readonly clock: Clock;
}

export interface DraftText {
  readonly activityId: string;
  readonly text: string;
  readonly pictures: Pictures;
}

export interface CheckedDraft {
  readonly content: ReleaseContent;
  readonly findings: readonly Finding[];
  readonly hasErrors: boolean;
  /** `null` where the text cannot be read as an activity; so the summary. */
  readonly activity: Activity | null;
  readonly summary: LaunchSummary | null;
}

/** Checks texts of the console, as `check` does files. Every method throws DependencyError if the store does not answer. */
export class DraftCheck {
  readonly #deps: DraftCheckDependencies;

  constructor(deps: DraftCheckDependencies) {
    this.#deps = deps;
  }

  /** @param at when it is to be served, in milliseconds since the epoch; left out: now */
  async check(draft: DraftText, at = this.#deps.clock.now()): Promise<CheckedDraft> {
    const { read, needs } = this.#deps;
    const { activityId, text, pictures } = draft;
    const reading = read(draft);
    const content = draftContent(text, pictures, reading);
    if (!reading.ok) {
      const findings = findingsOf(reading.problems, activityId, `${activityId}/data.json`);
      return { content, findings, hasErrors: true, activity: null, summary: null };
    }
    const { activity } = reading;
    const kind = this.kindOf(activity);
    const findings = await checkActivity(activity, kind, this.#mediaOf(content.pictures), at, needs);
    return {
      content,
      findings,
      hasErrors: findings.some(({ severity }) => severity === 'error'),
      activity,
      summary: launchSummary(activity, kind, at),
    };
  }

  kindOf({ dispatch }: Pick<Activity, 'dispatch'>): AuthoringKind {
    const kind = this.#deps.kinds.get(dispatch);
    if (!kind) throw new Error(`no kind "${dispatch}"`);
    return kind;
  }

  #mediaOf(pictures: Pictures): Media {
    const { media, facts } = this.#deps;
    return {
      names: async (id) => [...new Set([...Object.keys(pictures), ...(await media.names(id))])],
      lengthOf: async (id, file) => {
        const hash = Object.hasOwn(pictures, file) ? pictures[file] : undefined;
        return hash === undefined ? media.lengthOf(id, file) : (await facts.of(hash))?.bytes;
      },
    };
  }
}
