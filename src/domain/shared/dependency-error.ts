export type Dependency =
  | 'session cache'
  | 'passport'
  | 'risk check'
  | 'draw ledger'
  | 'media library'
  | 'record store'
  | 'identity provider'
  | 'releases'
  | 'identity'
  | 'wechat';

/** A dependency failed or did not answer in time. It is a fault, not a refusal: visitors may repeat the request. */
export class DependencyError extends Error {
  override readonly name = 'DependencyError';
  readonly dependency: Dependency;

  constructor(dependency: Dependency, message: string, options?: ErrorOptions) {
    super(`${dependency}: ${message}`, options);
    this.dependency = dependency;
  }
}
