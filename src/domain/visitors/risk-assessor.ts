import type { RequestOrigin } from './request-origin.ts';
import type { User } from './user.ts';

/** What a user is about to do. */
export type RiskAction = 'draw' | 'claim';

/**
 * `deny`: a draw wins nothing, a form is not taken. `challenge`: nothing is done before the client has proof that a person
 * is there.
 */
export type RiskVerdict = 'allow' | 'deny' | 'challenge';

export interface RiskQuestion {
  readonly action: RiskAction;
  readonly activityId: string;
  readonly user: Pick<User, 'uid' | 'zoneId'>;
  /** The client's key of the draw, or the id of the draw whose form is claimed: the same when it is repeated with proof. */
  readonly requestId: string;
  /** What the client says its proof is, such as the ticket of a captcha; not checked here. */
  readonly proof: string | undefined;
  /** The request that it came by. */
  readonly origin: RequestOrigin | undefined;
}

/** Another program of the company's that knows abusers. */
export interface RiskAssessor {
  /**
   * What is to be done of it. It takes a short time at most, which is set.
   * @throws DependencyError if there is no answer, and none counts as a refusal
   */
  assess(question: RiskQuestion): Promise<RiskVerdict>;
}
