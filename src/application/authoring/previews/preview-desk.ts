import { createHmac } from 'node:crypto';
import type { Activity, ActivityReading } from '../../../domain/activities/activity.ts';
import type { Pictures } from '../../../domain/releases/release.ts';
import type { Problem } from '../../../domain/shared/problem.ts';
import type { DrawsCapability } from '../../draws/draws-capability.ts';
import { contentOf } from '../../releases/release-content.ts';
import { type PreviewState, previewStates } from './preview-states.ts';

/** A text that somebody looks at. */
export interface Preview {
  /** Names it in addresses. Nobody can guess it. */
  readonly key: string;
  /** The id of the operator. */
  readonly owner: string;
  readonly activityId: string;
  readonly text: string;
  readonly pictures: Pictures;
}

/** Texts that are looked at, for some minutes and as far as there is room. */
export interface PreviewStore {
  put(preview: Preview): void;
  /** @param isVisit whether it is to be kept longer */
  find(key: string, isVisit: boolean): Preview | undefined;
}

export interface PreviewDeskDependencies {
  /** The draft as it was saved last; `null` where the activity has none, and none can be made. */
  readonly draftOf: (
    activityId: string,
  ) => Promise<{ readonly text: string; readonly pictures: Pictures } | null>;
  readonly read: (preview: Pick<Preview, 'activityId' | 'text' | 'pictures'>) => ActivityReading;
  readonly capabilities: ReadonlyMap<string, DrawsCapability>;
  readonly store: PreviewStore;
  /** Of this process, for the keys. */
  readonly secret: string;
}

export type PreviewKept =
  | { readonly kind: 'kept'; readonly key: string; readonly states: readonly PreviewState[] }
  | { readonly kind: 'invalid'; readonly problems: readonly Problem[] }
  | { readonly kind: 'no_such_activity' };

const KEY_LENGTH = 22;

/** Keeps the texts that operators look at. The same text of the same operator has the same key. */
export class PreviewDesk {
  readonly #deps: PreviewDeskDependencies;

  constructor(deps: PreviewDeskDependencies) {
    this.#deps = deps;
  }

  /**
   * @param text `undefined`: as it was saved last
   * @throws DependencyError if the store of drafts does not answer
   */
  async keep(owner: string, activityId: string, text: string | undefined): Promise<PreviewKept> {
    const { draftOf, read, store } = this.#deps;
    const draft = await draftOf(activityId);
    if (!draft) return { kind: 'no_such_activity' };
    const shown = { activityId, text: text ?? draft.text, pictures: draft.pictures };
    const reading = read(shown);
    if (!reading.ok) return { kind: 'invalid', problems: reading.problems };
    const key = this.#keyOf(owner, shown);
    store.put({ key, owner, ...shown });
    return { kind: 'kept', key, states: this.statesOf(reading.activity) };
  }

  statesOf(activity: Activity): readonly PreviewState[] {
    const capability = this.#deps.capabilities.get(activity.dispatch);
    return previewStates(activity, capability?.detailsOf(activity) ?? null);
  }

  #keyOf(owner: string, { activityId, text, pictures }: Omit<Preview, 'key' | 'owner'>): string {
    const what = JSON.stringify([owner, activityId, contentOf(text, pictures).content]);
    return createHmac('sha256', this.#deps.secret).update(what).digest('base64url').slice(0, KEY_LENGTH);
  }
}
