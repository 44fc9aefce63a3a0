import { DependencyError } from '../../../src/domain/shared/dependency-error.ts';

/**
 * What becomes of a call: it fails before it has done anything, or after it has done all, or does not fail. A promise: it hangs
 * before it does anything.
 */
export type Fault = 'before' | 'after' | null | Promise<void>;

/** Makes calls of ports fail, as those of a store that is away or of a process that dies. */
export class Faults {
  /** How many calls were made. */
  calls = 0;
  /** For each call, counted from 1. */
  plan: (call: number) => Fault = () => null;

  /** From now on. */
  set isAway(isAway: boolean) {
    this.plan = () => (isAway ? 'before' : null);
  }

  /** The same object, whose methods may fail. They return promises. */
  on<Port extends object>(port: Port): Port {
    return new Proxy(port, {
      get: (target, name) => {
        const method: unknown = Reflect.get(target, name, target);
        if (typeof method !== 'function') return method;
        return async (...args: unknown[]) => {
          this.calls += 1;
          const fault = this.plan(this.calls);
          if (fault instanceof Promise) await fault;
          if (fault === 'before') throw new DependencyError('record store', 'it is away');
          const result: unknown = await method.apply(target, args);
          if (fault === 'after') throw new DependencyError('record store', 'its answer did not come');
          return result;
        };
      },
    });
  }
}
