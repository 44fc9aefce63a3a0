import { DraftPublisher } from '../../../src/application/releases/draft-publisher.ts';
import { ReleaseChanges } from '../../../src/application/releases/release-changes.ts';
import type { InvalidActivity } from '../../../src/domain/activities/config-repository.ts';
import type { DraftFindings } from '../../../src/domain/releases/draft-findings.ts';
import type { ReleasePictures } from '../../../src/domain/releases/release-pictures.ts';
import type { ReleaseStore } from '../../../src/domain/releases/release-store.ts';
import { FakeTime } from './fake-time.ts';
import { Faults } from './faults.ts';
import { MemoryDrafts } from './memory-drafts.ts';
import { openWorld, type World } from './world.ts';

export interface DraftShiftOptions {
  readonly isOneMachine?: boolean;
  readonly faults?: Faults;
}

/** A publisher of the drafts of a folder, and all that is heard of it. */
export class DraftShift {
  readonly publisher: DraftPublisher;
  readonly faults: Faults;
  /** While it follows the drafts. */
  readonly published: string[] = [];
  /** How many were published at each first look. */
  readonly looked: number[] = [];
  readonly removed: string[] = [];
  readonly refused: InvalidActivity[] = [];
  readonly reported: string[] = [];
  mayPublish = true;
  readonly #drafts: MemoryDrafts;
  #following: { close(): void } | null = null;

  constructor(
    world: World,
    drafts: MemoryDrafts,
    { isOneMachine = true, faults = new Faults() }: DraftShiftOptions = {},
  ) {
    this.faults = faults;
    this.#drafts = drafts;
    const store = faults.on<ReleaseStore>(world.store);
    const { approvals, requiresApproval } = world;
    this.publisher = new DraftPublisher({
      changes: new ReleaseChanges({ store, approvals, requiresApproval }),
      store,
      feed: world.feed,
      approvals,
      pictureStore: faults.on<ReleasePictures>(world.pictures),
      findings: faults.on<DraftFindings>(world.findings),
      drafts,
      isOneMachine,
      pathOf: (id) => `/drafts/${id}/data.json`,
      author: 'files',
      events: {
        published: (id, no) => this.published.push(`${id} ${no}`),
        looked: (count) => this.looked.push(count),
        removed: (id) => this.removed.push(id),
        refused: (invalid) => this.refused.push(invalid),
      },
      errorReporter: { report: (fault) => this.reported.push(fault) },
    });
  }

  /** The codes of the problems that were reported, by activity. */
  get refusals(): readonly string[] {
    return this.refused.map(({ activityId, problems }) => `${activityId} ${problems[0]?.code}`);
  }

  /** Looks at all drafts, and follows them from then on. @throws Error if the store is away */
  async begin(): Promise<void> {
    await this.publisher.begin(() => this.mayPublish);
    this.#following = await this.#drafts.follow(this.publisher, () => this.publisher.idle());
    await this.publisher.looked();
  }

  /** As when the lease is lost, or the process ends. */
  end(): void {
    this.#following?.close();
    this.#following = null;
    this.publisher.end();
  }

  /** Lets so much time pass that all is published that waits, if it can be. */
  async settle(time: FakeTime): Promise<void> {
    await time.pass(600);
  }
}

export interface OpenedShift {
  readonly time: FakeTime;
  readonly world: World;
  readonly drafts: MemoryDrafts;
  readonly shift: DraftShift;
  /** Lets so much time pass that all is published that waits. */
  readonly settle: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** A publisher that has published drafts with these titles, and follows them, on a record store and in a time of their own. */
export async function openShift(
  titles: Readonly<Record<string, string>>,
  options: { readonly requiresApproval?: boolean } = {},
): Promise<OpenedShift> {
  const time = new FakeTime();
  const world = await openWorld(time.clock, options);
  const drafts = new MemoryDrafts(titles);
  const shift = new DraftShift(world, drafts);
  const settle = () => shift.settle(time);
  const close = async () => {
    shift.end();
    await world.close();
    time.restore();
  };
  await shift.begin();
  await settle();
  return { time, world, drafts, shift, settle, close };
}

/** The codes of the problems that all processes know of, by activity. */
export async function findingsIn(world: World): Promise<readonly string[]> {
  const found = await world.feed.findings();
  return found.map(({ activityId, problems }) => `${activityId} ${problems[0]?.code}`).sort();
}
