import type { ErrorReporter } from '../../domain/shared/error-reporter.ts';
import type { AccessChange } from '../../domain/visitors/access-feed.ts';
import type { ActivityNamespaces } from '../../domain/visitors/activity-namespaces.ts';

type Fixed = Extract<AccessChange, { kind: 'namespace' }>;

export interface KnownNamespacesDependencies {
  /** The identities of this service. */
  readonly own: string;
  readonly store: Pick<ActivityNamespaces, 'fix'>;
  readonly errorReporter: ErrorReporter;
}

/** By which identities activities know their users, as far as this process has read it or fixes it itself. */
export class KnownNamespaces {
  readonly #deps: KnownNamespacesDependencies;
  readonly #fixed = new Map<string, string>();
  /** Activities whose namespace this process has still to record. */
  readonly #unrecorded = new Set<string>();
  readonly #reported = new Set<string>();

  constructor(deps: KnownNamespacesDependencies) {
    this.#deps = deps;
  }

  /** Something of a user was recorded in the activity. It does not wait: the store is written by `record`. */
  used(activityId: string): void {
    if (!this.#fixed.has(activityId)) this.#unrecorded.add(activityId);
  }

  /** Writes what is not in the store yet. @throws DependencyError if the store does not answer; then it is to be called again */
  async record(): Promise<void> {
    if (this.#unrecorded.size === 0) return;
    const activityIds = [...this.#unrecorded];
    await this.#deps.store.fix(activityIds, this.#deps.own);
    // Which it is, and whether another process was first, comes with the changes.
    for (const id of activityIds) this.#unrecorded.delete(id);
  }

  take({ activityId, namespace }: Fixed): void {
    this.#fixed.set(activityId, namespace);
    this.#unrecorded.delete(activityId);
    // Someone may have mended it.
    if (namespace === this.#deps.own) this.#reported.delete(activityId);
  }

  /** The other namespace, if it is one; reported once. */
  foreign(activityId: string): string | null {
    const fixed = this.#fixed.get(activityId);
    if (fixed === undefined || fixed === this.#deps.own) return null;
    if (!this.#reported.has(activityId)) {
      this.#reported.add(activityId);
      const problem = `it knows its users by ${fixed}, and this service by ${this.#deps.own}`;
      this.#deps.errorReporter.report(
        'an activity is refused: its users are of other identities',
        new Error(problem),
        { activity_id: activityId },
      );
    }
    return fixed;
  }
}
