import type { Role } from './roles.ts';

export const OPERATOR_STATES = ['invited', 'active', 'disabled'] as const;

/** `invited`: has not chosen a password yet. */
export type OperatorState = (typeof OPERATOR_STATES)[number];

/** How a person signs in: with a password that is kept here, or at the provider of the single sign-on. */
export type SignInVia = 'password' | 'oidc';

/** A person who uses the console. */
export interface Operator {
  /** A UUID; never used again. */
  readonly id: string;
  /** Unique by its `operatorKey`. */
  readonly name: string;
  readonly role: Role;
  readonly state: OperatorState;
  readonly via: SignInVia;
  readonly createdAt: number;
  readonly lastSignInAt: number | null;
  /** Grows with each change of role, state or password. */
  readonly version: number;
}
