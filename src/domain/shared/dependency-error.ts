export type Dependency = 'session cache' | 'passport' | 'draw ledger' | 'media library';

/** Something this service needs did not do its part. The visitor is asked to come back; nobody is refused. */
export class DependencyError extends Error {
  override readonly name = 'DependencyError';
  readonly dependency: Dependency;

  constructor(dependency: Dependency, message: string, options?: ErrorOptions) {
    super(`${dependency}: ${message}`, options);
    this.dependency = dependency;
  }
}
