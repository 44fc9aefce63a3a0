import type { AwardCounts } from '../../domain/draws/award-counts.ts';
import type { Account, CommitResult, DrawCommit, DrawLedger, Seed } from '../../domain/draws/draw-ledger.ts';
import { DependencyError } from '../../domain/shared/dependency-error.ts';
import { type Channel, isOfType, type LedgerAnswer, type LedgerCall, type LedgerMethod } from './channel.ts';

/* The host writes to a disk and has all workers' draws to do; a visitor should not wait longer. */
const DEADLINE_MS = 2000;

interface Pending {
  readonly resolve: (value: never) => void;
  readonly reject: (error: Error) => void;
  readonly timer: NodeJS.Timeout;
}

/** A ledger that is open in another process: one process owns the file, the others ask it. */
export class RemoteDrawLedger implements DrawLedger, AwardCounts {
  readonly #channel: Channel;
  readonly #pending = new Map<number, Pending>();
  #lastId = 0;

  constructor(channel: Channel) {
    this.#channel = channel;
    channel.onMessage((message) => {
      if (isOfType<LedgerAnswer>(message, 'ledger-answer')) this.#resolveCall(message);
    });
  }

  read(activityId: string, uid: string, requestId?: string): Promise<Account> {
    return this.#call('read', requestId === undefined ? [activityId, uid] : [activityId, uid, requestId]);
  }

  commit(order: DrawCommit): Promise<CommitResult> {
    return this.#call('commit', [order]);
  }

  seed(activityId: string, fresh: string, wanted: 'secret' | 'any'): Promise<Seed> {
    return this.#call('seed', [activityId, fresh, wanted]);
  }

  reveal(activityId: string, seedNo: number, at: number): Promise<Seed> {
    return this.#call('reveal', [activityId, seedNo, at]);
  }

  awarded(activityId: string): Promise<Readonly<Record<string, number>>> {
    return this.#call('awarded', [activityId]);
  }

  #call<T>(method: LedgerMethod, args: readonly unknown[]): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#lastId += 1;
      const call: LedgerCall = { type: 'ledger-call', id: this.#lastId, method, args };
      const fail = (why: string) => {
        this.#pending.delete(call.id);
        reject(new DependencyError('draw ledger', why));
      };
      const timer = setTimeout(() => fail(`no answer from its process in ${DEADLINE_MS} ms`), DEADLINE_MS);
      this.#pending.set(call.id, { resolve, reject, timer });
      try {
        this.#channel.send(call);
      } catch (error) {
        clearTimeout(timer);
        fail((error as Error).message);
      }
    });
  }

  #resolveCall(answer: LedgerAnswer): void {
    const pending = this.#pending.get(answer.id);
    if (!pending) return;
    this.#pending.delete(answer.id);
    clearTimeout(pending.timer);
    if (answer.ok) pending.resolve(answer.value as never);
    else pending.reject(new DependencyError('draw ledger', answer.reason));
  }
}
