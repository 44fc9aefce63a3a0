import type { InvalidActivity } from '../activities/config-repository.ts';

/** What is wrong with the files of activities, for the processes that do not read them. */
export interface DraftFindings {
  /**
   * Takes note that these are all that is wrong.
   * @throws DependencyError if the store does not answer
   */
  replace(findings: readonly InvalidActivity[]): Promise<void>;
}
