import type { OperatorAccounts } from '../../application/operators/operator-accounts.ts';
import type { TrailEntry } from '../../domain/operators/audit-trail.ts';

/** What an entry of the trail has from a command. */
export type CommandAction = Pick<TrailEntry, 'action' | 'target' | 'before' | 'after'>;

/** What commands do with the accounts of the console. */
export interface OperatorTasks {
  readonly accounts: OperatorAccounts;
  /** Where browsers open the console; `null`: no setting says it. */
  readonly origin: string | null;
  /**
   * Makes a change that leaves an entry in the trail, signed by the user of the operating system. It is noted before, so that
   * there is a trace also if the program ends before the entry is written.
   * @param command as it is typed, such as `console user add`
   * @param entryOf `null`: nothing was changed
   * @throws DependencyError if the store does not answer; without a note nothing is changed
   */
  change<Result>(
    command: string,
    make: () => Promise<Result>,
    entryOf: (result: Result) => CommandAction | null,
  ): Promise<Result>;
}
