import 'reflect-metadata';
import {
  type DependencyContainer,
  type InjectionToken,
  instancePerContainerCachingFactory,
  container as root,
} from 'tsyringe';

export type Get = <P>(token: InjectionToken<P>) => P;

/**
 * The parts of one run of the program. Each part is made once, at its first use. If a test replaces a part in a child
 * container, that container makes new parts of everything that depends on it.
 */
export class Registry {
  readonly container: DependencyContainer = root.createChildContainer();

  /* tsyringe takes `null` for a missing value: a part that is `null` needs a factory. */
  value<T>(token: InjectionToken<T>, part: T & {}): void {
    this.container.register(token, { useValue: part });
  }

  factory<T>(token: InjectionToken<T>, build: (get: Get) => T): void {
    this.container.register(token, {
      useFactory: instancePerContainerCachingFactory((from) => build((other) => from.resolve(other))),
    });
  }

  get<T>(token: InjectionToken<T>): T {
    return this.container.resolve(token);
  }
}
