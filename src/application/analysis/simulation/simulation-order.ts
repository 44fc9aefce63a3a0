import type { Traffic } from './traffic.ts';
import type { VisitsPerUser } from './visits-per-user.ts';

/** What is to be simulated of an activity. */
export interface SimulationOrder {
  readonly users: number;
  readonly visits: Pick<VisitsPerUser, 'count' | 'why' | 'days'>;
  /** At most so many; fewer where the figures are known well enough before. */
  /** How many chances each user has earned and uses. */
  readonly earned: number;
  readonly runs: number;
  readonly seed: number;
  readonly traffic: Traffic;
  /** How the traffic is called in the report. */
  readonly trafficName: string;
}
