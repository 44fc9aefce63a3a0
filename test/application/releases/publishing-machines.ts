import { SqlLease } from '../../../src/adapters/sql/records/sql-lease.ts';
import { DueReleases } from '../../../src/application/releases/due-releases.ts';
import { Publisher } from '../../../src/application/releases/publisher.ts';
import { contentOf } from '../../../src/application/releases/release-content.ts';
import type { Clock } from '../../../src/domain/shared/clock.ts';
import type { Lease } from '../../../src/domain/shared/lease.ts';
import { DraftShift } from './draft-shift.ts';
import { FakeTime } from './fake-time.ts';
import { Faults } from './faults.ts';
import { MemoryDrafts } from './memory-drafts.ts';
import { openWorld, textOf, type World } from './world.ts';

export interface MachineOptions {
  readonly drafts?: MemoryDrafts | null;
  readonly hasLease?: boolean;
  readonly clock?: Clock;
}

export type PublishingMachine = ReturnType<PublishingMachines['of']>;

/** Machines with a publisher each, on one record store, in a time of their own. Its methods can be taken from it. */
export class PublishingMachines {
  readonly time: FakeTime;
  readonly world: World;
  readonly #machines: { readonly faults: Faults; readonly publisher: Publisher }[] = [];

  private constructor(time: FakeTime, world: World) {
    this.time = time;
    this.world = world;
  }

  static async open(options: { readonly requiresApproval?: boolean } = {}): Promise<PublishingMachines> {
    const time = new FakeTime();
    return new PublishingMachines(time, await openWorld(time.clock, options));
  }

  /** One that has not started yet. */
  readonly of = ({
    drafts = new MemoryDrafts(),
    hasLease = true,
    clock = this.time.clock,
  }: MachineOptions = {}) => {
    const { world } = this;
    const faults = new Faults();
    const shift = new DraftShift(world, drafts ?? new MemoryDrafts(), { isOneMachine: !hasLease, faults });
    const due: string[] = [];
    const reported: string[] = [];
    const errorReporter = { report: (fault: string) => reported.push(fault) };
    const { scheduled, changes } = world;
    const may = { mayWrite: async () => true };
    const publisher = new Publisher({
      drafts,
      draftPublisher: shift.publisher,
      dueReleases: new DueReleases({
        ...{ scheduled: faults.on(scheduled), changes: faults.on(changes), clock, errorReporter },
        check: () => [],
        writeDraft: async () => {},
        events: {
          published: (id, no) => due.push(`${id} ${no}`),
          cancelled: (_, reason) => due.push(reason),
        },
      }),
      lease: hasLease ? faults.on<Lease>(new SqlLease(world.records, 'publish')) : null,
      holder: `machine-${this.#machines.length}`,
      mayWrite: () => may.mayWrite(),
      clock,
      errorReporter,
    });
    const machine = { publisher, shift, faults, due, reported, may };
    this.#machines.push(machine);
    return machine;
  };

  /** One that has started. */
  readonly started = async (options: MachineOptions = {}): Promise<PublishingMachine> => {
    const machine = this.of(options);
    const starting = machine.publisher.start();
    let isStarted = false;
    void starting.then(() => {
      isStarted = true;
    });
    await this.time.until(() => isStarted, 5000);
    return machine;
  };

  /** The first release of this activity. */
  readonly schedule = (activityId: string, title: string, inMs: number): Promise<void> =>
    this.world.scheduled.add({
      ...{ id: `${activityId}-${title}`, activityId, dueAt: this.time.now() + inMs, besideNo: 0 },
      ...{ ...contentOf(textOf(title), {}), author: 'ann', note: '' },
    });

  readonly close = async (): Promise<void> => {
    for (const { faults, publisher } of this.#machines) {
      faults.isAway = false;
      const closing = publisher.close();
      await this.time.pass(3500);
      await closing;
    }
    await this.world.close();
    this.time.restore();
  };
}
