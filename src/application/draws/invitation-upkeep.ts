import type { ConfigRepository } from '../../domain/activities/config-repository.ts';
import type { ErrorReporter } from '../../domain/shared/error-reporter.ts';
import type { DrawsCapability } from './draws-capability.ts';
import type { Invitations } from './invitations.ts';
import { offersInvitations } from './shown-info.ts';

/* The inviter whose chance was left behind waits so long for it. */
const EVERY_MS = 10_000;

export interface InvitationUpkeepDependencies {
  readonly configs: Pick<ConfigRepository, 'all'>;
  readonly capabilities: ReadonlyMap<string, DrawsCapability>;
  readonly invitations: Pick<Invitations, 'finishLeftBehind'>;
  readonly errorReporter: ErrorReporter;
}

/** Finishes invitations that a process left behind when it ended: one process should do it, several may. */
export class InvitationUpkeep {
  readonly #deps: InvitationUpkeepDependencies;
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(deps: InvitationUpkeepDependencies) {
    this.#deps = deps;
  }

  /** From now on, every 10 s. */
  start(): void {
    if (this.#isClosed) return;
    this.#timer = setTimeout(async () => {
      await this.finishAll();
      this.start();
    }, EVERY_MS);
    // The process may end while it waits.
    this.#timer.unref();
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
  }

  /** Goes once through the activities that offer invitations. At the first fault it stops until the next time. */
  async finishAll(): Promise<void> {
    const { configs, capabilities, invitations, errorReporter } = this.#deps;
    try {
      for (const activity of configs.all()) {
        const details = capabilities.get(activity.dispatch)?.detailsOf(activity);
        if (!details || !offersInvitations(details)) continue;
        if (this.#isClosed) return;
        await invitations.finishLeftBehind(activity);
      }
    } catch (error) {
      if (!this.#isClosed) errorReporter.report('invitations were not finished', error);
    }
  }
}
