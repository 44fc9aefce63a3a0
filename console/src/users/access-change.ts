/** What an operator is about to do to a user. `block` without a uid asks for one. */
export interface AccessChange {
  readonly kind: 'block' | 'unblock' | 'end';
  readonly uid: string;
}
