export interface StoppedEndpoint {
  readonly name: string;
  /** Milliseconds since the epoch. */
  readonly stoppedAt: number;
  readonly reason: string;
}

/** Which endpoints get nothing until an operator starts them. All methods throw a DependencyError if the store is away. */
export interface EndpointStates {
  /** @returns whether it was not stopped before; of two who stop it at once, one gets `true` */
  stop(stopped: StoppedEndpoint): Promise<boolean>;
  /** @returns whether it was stopped */
  start(name: string): Promise<boolean>;
  stopped(): Promise<readonly StoppedEndpoint[]>;
}
