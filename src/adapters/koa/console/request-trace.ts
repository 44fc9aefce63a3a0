import type { Actor } from '../../../domain/operators/actor.ts';
import type { AuditTrail, TrailSource } from '../../../domain/operators/audit-trail.ts';
import type { BegunActions } from '../../../domain/operators/begun-actions.ts';
import type { Clock } from '../../../domain/shared/clock.ts';
import type { Identifiers } from '../../../domain/shared/identifiers.ts';
import type { Action, ConsoleRequest, ConsoleRoute, Signature } from './console-route.ts';

export interface TraceDependencies {
  readonly trail: Pick<AuditTrail, 'append'>;
  readonly begun: Pick<BegunActions, 'note' | 'drop'>;
  readonly clock: Clock;
  readonly identifiers: Identifiers;
}

/**
 * What one request leaves behind: a note before a change, and its entry in place of the note. A note that is left is for the
 * trail to say that something was begun.
 */
export class RequestTrace {
  readonly #route: ConsoleRoute;
  readonly #request: ConsoleRequest<unknown>;
  readonly #deps: TraceDependencies;
  /** `null`: there is no note, or it must stay. */
  #begunId: string | null = null;

  constructor(route: ConsoleRoute, request: ConsoleRequest<unknown>, deps: TraceDependencies) {
    this.#route = route;
    this.#request = request;
    this.#deps = deps;
  }

  /** Notes what follows. @throws DependencyError if the store does not answer; then nothing may follow */
  async begin(by?: Signature): Promise<void> {
    const { begun, clock, identifiers } = this.#deps;
    const { actor, address } = this.#request;
    const id = identifiers.next();
    await begun.note({
      ...{ id, at: clock.now(), address, ...signedBy(actor), ...by },
      ...calledOf(this.#route, this.#request.input),
    });
    this.#begunId = id;
  }

  /** Leaves an entry; the first one ends the note. @throws DependencyError if the store does not answer */
  async record(action: Action): Promise<void> {
    const { trail, clock, identifiers } = this.#deps;
    const { actor, address } = this.#request;
    // Also if it fails: what was begun is then not to be forgotten.
    const begunId = this.#begunId ?? undefined;
    this.#begunId = null;
    const entry = {
      ...{ activityId: null, target: null, reason: '', before: null, after: null },
      ...signedBy(actor),
      ...withoutUndefined(action),
      ...{ id: identifiers.next(), at: clock.now(), address },
    };
    await trail.append(entry, begunId);
  }

  /** Nothing was changed. It does not throw: a note that stays says no more than that something was begun. */
  async drop(): Promise<void> {
    const id = this.#begunId;
    this.#begunId = null;
    if (id !== null) await this.#deps.begun.drop(id).catch(() => {});
  }
}

function signedBy(actor: Actor | null): { operatorId: string | null; operator: string; via: TrailSource } {
  if (!actor) return { operatorId: null, operator: '', via: 'console' };
  return { operatorId: actor.id, operator: actor.name, via: actor.kind === 'program' ? 'token' : 'console' };
}

/* With the names of the path, such as the id of an account; the rest of the input may be a password. */
function calledOf({ method, path }: ConsoleRoute, input: unknown) {
  const given = input as Readonly<Record<string, unknown>>;
  const named = path.replace(/:(\w+)/g, (_, name: string) => String(given[name]));
  const activityId = path.startsWith('/activities/:id') ? given['id'] : given['activity_id'];
  return {
    route: `${method} ${named}`,
    activityId: typeof activityId === 'string' ? activityId : null,
  };
}

function withoutUndefined(action: Action): Action {
  return Object.fromEntries(
    Object.entries(action).filter(([, value]) => value !== undefined),
  ) as unknown as Action;
}
