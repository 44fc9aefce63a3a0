import type { Drafts, NamedPicture } from '../../domain/releases/drafts.ts';
import type { ReleaseContent } from '../../domain/releases/release.ts';
import type { ReleasePictures } from '../../domain/releases/release-pictures.ts';
import type { ReleaseStore } from '../../domain/releases/release-store.ts';
import type { ScheduledRelease } from '../../domain/releases/scheduled-releases.ts';
import { releaseNumbersOf, type Serving } from '../../domain/releases/serving.ts';

export interface DraftWriterDependencies {
  readonly store: Pick<ReleaseStore, 'states' | 'release'>;
  readonly pictures: Pick<ReleasePictures, 'find'>;
  readonly drafts: Pick<Drafts, 'write' | 'hashOf' | 'pictureHashOf'>;
}

/** Makes the draft of an activity what everyone has. */
export class DraftWriter {
  readonly #deps: DraftWriterDependencies;

  constructor(deps: DraftWriterDependencies) {
    this.#deps = deps;
  }

  /**
   * @returns whether the activity has a folder here
   * @throws Error if it cannot be written, DependencyError if the store does not answer
   */
  async write(activityId: string): Promise<boolean> {
    const { store, drafts } = this.#deps;
    const [state] = await store.states([activityId]);
    const whole = state?.release && (await store.release(activityId, state.release.no));
    return whole ? drafts.write(activityId, whole.text, await this.picturesOf(whole)) : false;
  }

  /**
   * The same after a scheduled release was published, if nobody has edited the draft since the release that it was scheduled
   * beside.
   * @throws Error also if somebody has
   */
  async writeScheduled(
    scheduled: Pick<ScheduledRelease, 'activityId' | 'besideNo' | 'hash' | 'pictures'>,
  ): Promise<void> {
    const { activityId } = scheduled;
    const before = await this.#deps.store.release(activityId, scheduled.besideNo);
    if (await this.loses(activityId, [scheduled, ...(before ? [before] : [])])) {
      throw new Error('it was edited meanwhile');
    }
    await this.write(activityId);
  }

  /**
   * Whether to write the first of these contents would replace a text or a picture of the draft that none of them has.
   * @throws Error if a picture cannot be read
   */
  async loses(
    activityId: string,
    contents: readonly Pick<ReleaseContent, 'hash' | 'pictures'>[],
  ): Promise<boolean> {
    const { drafts } = this.#deps;
    const text = drafts.hashOf(activityId);
    if (text !== null && contents.every(({ hash }) => hash !== text)) return true;
    for (const name of Object.keys(contents[0]?.pictures ?? {})) {
      const found = await drafts.pictureHashOf(activityId, name);
      if (found !== null && contents.every(({ pictures }) => pictures[name] !== found)) return true;
    }
    return false;
  }

  /** The same beside what is served: a text that everyone has, or some, is not lost. */
  async losesBeside(
    activityId: string,
    serving: Pick<Serving, 'no' | 'candidate'> | null,
    contents: readonly Pick<ReleaseContent, 'hash' | 'pictures'>[],
  ): Promise<boolean> {
    const known = [...contents];
    for (const no of serving ? releaseNumbersOf(serving) : []) {
      const release = await this.#deps.store.release(activityId, no);
      if (release) known.push(release);
    }
    return this.loses(activityId, known);
  }

  /** Those that are stored. */
  async picturesOf({ pictures }: Pick<ReleaseContent, 'pictures'>): Promise<readonly NamedPicture[]> {
    const found: NamedPicture[] = [];
    for (const [name, hash] of Object.entries(pictures)) {
      const bytes = await this.#deps.pictures.find(hash);
      if (bytes) found.push({ name, hash, bytes });
    }
    return found;
  }
}
