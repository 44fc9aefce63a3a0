import type { Activity } from '../../domain/activities/activity.ts';
import type { Audience } from '../../domain/releases/audience.ts';
import type { ReleaseState } from '../../domain/releases/release-store.ts';
import { type ServedActivity, servedCandidate } from '../../domain/releases/served-releases.ts';
import { activityOfRelease, type ReadableReleases } from '../releases/activity-of-release.ts';

/** What is explained of an activity. */
export type ExplainedSource =
  /** As its file has it, published or not; `undefined`: there is no valid file. */
  | { readonly kind: 'draft'; readonly activity: Activity | undefined }
  /** What visitors get. `audience`: who gets the candidate; `null`: no rollout is under way. */
  | { readonly kind: 'published'; readonly served: ServedActivity; readonly audience: Audience | null }
  | { readonly kind: 'not_published' }
  | { readonly kind: 'removed' }
  /** This program cannot read it. */
  | { readonly kind: 'unreadable'; readonly no: number };

export interface PublishedReleases extends ReadableReleases {
  state(activityId: string): Promise<ReleaseState>;
}

/** What of an activity visitors get, by the record store. @throws DependencyError if the store does not answer */
export async function publishedSource(
  activityId: string,
  releases: PublishedReleases,
): Promise<ExplainedSource> {
  const { serving } = await releases.state(activityId);
  if (!serving) return { kind: 'not_published' };
  if (serving.isRemoved) return { kind: 'removed' };
  const activity = await activityOfRelease(releases, activityId, serving.no);
  if (!activity) return { kind: 'unreadable', no: serving.no };
  const { isPaused } = serving;
  if (!serving.candidate) {
    return { kind: 'published', served: { activity, isPaused, candidate: null }, audience: null };
  }
  const { no, audience } = serving.candidate;
  const candidate = await activityOfRelease(releases, activityId, no);
  if (!candidate) return { kind: 'unreadable', no };
  const beside = servedCandidate(activity, candidate, audience);
  return {
    kind: 'published',
    served: { activity, isPaused, candidate: beside },
    audience: beside && audience,
  };
}

/** `undefined`: to visitors there is no such activity. */
export function servedOf(source: ExplainedSource): ServedActivity | undefined {
  switch (source.kind) {
    case 'draft':
      return source.activity && { activity: source.activity, isPaused: false, candidate: null };
    case 'published':
      return source.served;
    default:
      return undefined;
  }
}
