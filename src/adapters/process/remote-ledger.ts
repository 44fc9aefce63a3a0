import { DependencyError } from '../../domain/shared/dependency-error.ts';
import {
  type Channel,
  isOfType,
  type LedgerAnswer,
  type LedgerCall,
  type LedgerMethod,
  type OwnedLedger,
} from './channel.ts';

/* The ledger's process writes to a disk and has all workers' draws to do; a visitor should not wait longer. */
const DEADLINE_MS = 2000;

/* No visitor waits for it, and it may remove millions of accounts, a slice at a time. */
const SWEEP_DEADLINE_MS = 3_600_000;

interface Pending {
  readonly resolve: (value: never) => void;
  readonly reject: (error: Error) => void;
  readonly timer: NodeJS.Timeout;
}

/** A ledger that is open in another process: one process owns the file, the others ask it. */
export class RemoteLedger implements OwnedLedger {
  readonly #channel: Channel;
  readonly #pending = new Map<number, Pending>();
  #lastId = 0;

  readonly read = this.#remote('read');
  readonly commit = this.#remote('commit');
  readonly seed = this.#remote('seed');
  readonly reveal = this.#remote('reveal');
  readonly earn = this.#remote('earn');
  readonly help = this.#remote('help');
  readonly openHelps = this.#remote('openHelps');
  readonly closeHelp = this.#remote('closeHelp');
  readonly seeds = this.#remote('seeds');
  readonly rules = this.#remote('rules');
  readonly rulesTexts = this.#remote('rulesTexts');
  readonly announce = this.#remote('announce');
  readonly wins = this.#remote('wins');
  readonly inviteKey = this.#remote('inviteKey');
  readonly awarded = this.#remote('awarded');
  readonly latestWins = this.#remote('latestWins');
  readonly pools = this.#remote('pools');
  readonly growPool = this.#remote('growPool');
  readonly sweep = this.#remote('sweep');

  constructor(channel: Channel) {
    this.#channel = channel;
    channel.onMessage((message) => {
      if (isOfType<LedgerAnswer>(message, 'ledger-answer')) this.#resolveCall(message);
    });
  }

  /** The method of the ledger in the other process. Its arguments and its result cross as JSON. */
  #remote<M extends LedgerMethod>(method: M): OwnedLedger[M] {
    const remote = (...args: readonly unknown[]) => this.#call(method, args);
    return remote as OwnedLedger[M];
  }

  #call(method: LedgerMethod, args: readonly unknown[]): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.#lastId += 1;
      const call: LedgerCall = { type: 'ledger-call', id: this.#lastId, method, args: given(args) };
      const fail = (why: string) => {
        this.#pending.delete(call.id);
        reject(new DependencyError('draw ledger', why));
      };
      const deadlineMs = method === 'sweep' ? SWEEP_DEADLINE_MS : DEADLINE_MS;
      const timer = setTimeout(() => fail(`no answer from its process in ${deadlineMs} ms`), deadlineMs);
      if (method === 'sweep') timer.unref();
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

/* An argument that is left out stays so: in JSON, `undefined` in a list becomes `null`. */
function given(args: readonly unknown[]): readonly unknown[] {
  return args.at(-1) === undefined ? args.slice(0, -1) : args;
}
