import { DraftFolder, type DraftFolderOptions } from '../../../src/adapters/filesystem/draft-folder.ts';
import { kindReadings } from '../../../src/application/kinds/kinds.ts';
import type { InvalidActivity } from '../../../src/domain/activities/config-repository.ts';
import type { Draft } from '../../../src/domain/releases/drafts.ts';

/** A folder of drafts that is followed, and all that is heard of it. */
export class FollowedFolder {
  /** The latest valid draft of each activity. */
  readonly drafts = new Map<string, Draft>();
  /** The ids of valid drafts, in the order in which they came. */
  readonly valid: string[] = [];
  readonly invalid: InvalidActivity[] = [];
  readonly removed: string[] = [];
  readonly unwatched: unknown[] = [];
  /** How many drafts had come at the end of each portion. */
  readonly portions: number[] = [];
  #following: { close(): void } | null = null;

  /**
   * @param portion is waited for after each portion of the first reading
   * @param isTaken whether a text with this hash was taken before, and need not be read at first
   */
  static async follow(
    dir: string,
    options: Partial<DraftFolderOptions> = {},
    portion = async () => {},
    isTaken: (id: string, hash: string) => boolean = () => false,
  ): Promise<FollowedFolder> {
    const followed = new FollowedFolder();
    const folder = new DraftFolder({
      dir,
      kinds: kindReadings,
      onUnwatched: (error) => followed.unwatched.push(error),
      ...options,
    });
    followed.#following = await folder.follow(
      {
        isTaken,
        valid: (draft) => {
          followed.valid.push(draft.activity.id);
          followed.drafts.set(draft.activity.id, draft);
        },
        invalid: (invalid) => followed.invalid.push(invalid),
        removed: (id) => {
          followed.removed.push(id);
          followed.drafts.delete(id);
        },
      },
      async () => {
        followed.portions.push(followed.valid.length);
        await portion();
      },
    );
    return followed;
  }

  titleOf(id: string): string | undefined {
    return this.drafts.get(id)?.activity.title;
  }

  invalidOf(id: string): readonly InvalidActivity[] {
    return this.invalid.filter(({ activityId }) => activityId === id);
  }

  /** What has been heard so far is forgotten, but for the drafts. */
  clear(): void {
    for (const heard of [this.valid, this.invalid, this.removed]) heard.length = 0;
  }

  close(): void {
    this.#following?.close();
  }
}
