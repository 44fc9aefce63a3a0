import type { ActivityNamespaces } from '../../domain/visitors/activity-namespaces.ts';
import type { BlockedUser, BlockedUsers } from '../../domain/visitors/blocked-users.ts';

/** Why a user is kept out of all activities. */
export type Blocked =
  | { readonly by: 'setting' }
  | ({ readonly by: 'operator' } & { readonly user: BlockedUser });

/** By which identities an activity knows its users, and this service its visitors. */
export interface Namespaces {
  /** `null`: none is fixed yet. */
  readonly fixed: string | null;
  readonly own: string;
}

export interface AccessFactsDependencies {
  /** The users of the setting. */
  readonly blockedUsers: ReadonlySet<string>;
  readonly blocked: Pick<BlockedUsers, 'find'>;
  readonly namespaces: Pick<ActivityNamespaces, 'find'>;
  /** The identities of this service. */
  readonly own: string;
}

/** Whom and what the gate keeps out, as the record store has it now. Every method throws DependencyError if it does not answer. */
export class AccessFacts {
  readonly #deps: AccessFactsDependencies;

  constructor(deps: AccessFactsDependencies) {
    this.#deps = deps;
  }

  /** @returns `null` for a user who is not blocked */
  async blocked(uid: string): Promise<Blocked | null> {
    const { blocked, blockedUsers } = this.#deps;
    const user = await blocked.find(uid);
    if (user) return { by: 'operator', user };
    return blockedUsers.has(uid) ? { by: 'setting' } : null;
  }

  async namespaces(activityId: string): Promise<Namespaces> {
    const { namespaces, own } = this.#deps;
    return { fixed: await namespaces.find(activityId), own };
  }
}
