import type { Permission, Role, Scope } from './roles.ts';
import { permissionsOf } from './roles.ts';

/** Who does something: an operator in the console, or a program with a token. */
export type Actor =
  | { readonly kind: 'operator'; readonly id: string; readonly name: string; readonly role: Role }
  | {
      readonly kind: 'program';
      readonly id: string;
      readonly name: string;
      readonly scopes: readonly Scope[];
    };

/** What is asked of the actor: being signed in, or a permission; programs need the scope, and may nothing without one. */
export interface Access {
  readonly permission: Permission | 'signed_in';
  readonly scope?: Scope;
}

export function mayDo(actor: Actor, { permission, scope }: Access): boolean {
  if (actor.kind === 'program') return scope !== undefined && actor.scopes.includes(scope);
  return permission === 'signed_in' || permissionsOf(actor.role).includes(permission);
}
