import { BrokenCircuitError, CircuitState, ConsecutiveBreaker, circuitBreaker, handleAll } from 'cockatiel';
import { type Dependency, DependencyError } from '../../domain/shared/dependency-error.ts';

const FAULTS_TO_OPEN = 10;
const OPEN_MS = 1000;

/**
 * Leaves a dependency alone after faults: after 10 in a row no call is made for 1 s; then one call at a time tests whether it
 * is back.
 */
export class CallBreaker {
  readonly #dependency: Dependency;
  readonly #circuit = circuitBreaker(handleAll, {
    halfOpenAfter: OPEN_MS,
    breaker: new ConsecutiveBreaker(FAULTS_TO_OPEN),
  });

  /** @param dependency for errors */
  constructor(dependency: Dependency) {
    this.#dependency = dependency;
  }

  /** `half_open`: one call at a time is let through. */
  get state(): 'closed' | 'half_open' | 'open' {
    switch (this.#circuit.state) {
      case CircuitState.Closed:
        return 'closed';
      case CircuitState.HalfOpen:
        return 'half_open';
      default:
        return 'open';
    }
  }

  /**
   * @param onOpen called where no call is made
   * @throws DependencyError where no call is made; else what the call throws, which is a fault
   */
  async call<T>(make: () => Promise<T>, onOpen?: () => void): Promise<T> {
    try {
      return await this.#circuit.execute(make);
    } catch (error) {
      if (!(error instanceof BrokenCircuitError)) throw error;
      onOpen?.();
      throw new DependencyError(this.#dependency, 'left alone after repeated faults');
    }
  }
}
