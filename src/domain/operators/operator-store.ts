import type { Operator } from './operator.ts';
import type { Role } from './roles.ts';

/** An account that is made. */
export type NewOperator = Pick<Operator, 'id' | 'name' | 'role' | 'state' | 'via' | 'createdAt'>;

export interface OperatorChange {
  readonly role?: Role;
  /** `false`: it is as it was before it was disabled. */
  readonly disabled?: boolean;
}

export type OperatorChangeResult =
  | { readonly kind: 'changed'; readonly before: Operator; readonly after: Operator }
  | { readonly kind: 'missing' }
  /** There would be no active admin any more. */
  | { readonly kind: 'last_admin' };

/** The accounts. Every method throws DependencyError if the store does not answer. */
export interface OperatorStore {
  /** Whether anybody can sign in. */
  hasActive(): Promise<boolean>;
  /** By name. */
  list(): Promise<readonly Operator[]>;
  /** By its id, or by any name with the same `operatorKey`. */
  find(by: { readonly id: string } | { readonly name: string }): Promise<Operator | null>;
  /** @returns whether it was added: `false` if the name is taken, by its `operatorKey` */
  add(operator: NewOperator): Promise<boolean>;
  /**
   * Ends the sessions of the account, and its link where it is disabled or enabled. What is so already is left as it is. Of two changes at once that would leave no active
   * admin together, one is refused.
   */
  change(id: string, change: OperatorChange): Promise<OperatorChangeResult>;
}
