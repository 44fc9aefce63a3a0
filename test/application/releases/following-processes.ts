import type { ReleaseFeed } from '../../../src/domain/releases/release-feed.ts';
import { VirtualTime } from '../../support/virtual-time.ts';
import { Faults } from './faults.ts';
import { FollowingProcess, type MemoryReleaseCopy } from './following-process.ts';
import { openWorld, type World } from './world.ts';

export interface ProcessOptions {
  readonly copy?: MemoryReleaseCopy | null;
  /** Its calls do not fail by the faults of all. */
  readonly feed?: ReleaseFeed;
}

/** Processes that follow one record store, in a time of their own. Its methods can be taken from it. */
export class FollowingProcesses {
  readonly faults = new Faults();
  readonly time: VirtualTime;
  readonly world: World;
  readonly #processes: FollowingProcess[] = [];

  private constructor(time: VirtualTime, world: World) {
    this.time = time;
    this.world = world;
  }

  static async open(): Promise<FollowingProcesses> {
    const time = new VirtualTime(1_790_000_000_000);
    return new FollowingProcesses(time, await openWorld(time));
  }

  /** One that has not loaded yet. */
  readonly of = ({
    feed = this.faults.on(this.world.feed),
    copy = null,
  }: ProcessOptions = {}): FollowingProcess => {
    const made = new FollowingProcess({ feed, time: this.time, copy });
    this.#processes.push(made);
    return made;
  };

  /** One that has loaded, and follows. */
  readonly loaded = async (
    options: ProcessOptions = {},
    published: Promise<void> | null = null,
  ): Promise<FollowingProcess> => {
    const made = this.of(options);
    let isLoaded = false;
    void made.follower.load(published).then(() => {
      isLoaded = true;
    });
    await this.time.pass(5000, () => isLoaded);
    made.follower.start();
    return made;
  };

  /** As when a publisher has looked at all drafts. */
  readonly looked = (): Promise<void> => this.world.findings.replace([]);

  readonly close = async (): Promise<void> => {
    for (const { follower } of this.#processes) follower.close();
    await this.world.close();
  };
}
