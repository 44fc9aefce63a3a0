/** One of the values of a choice. */
export interface Option {
  readonly value: string;
  readonly label: string;
}
