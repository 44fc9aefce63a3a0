/** Which record store a ledger's store belongs to. A second one would get a part of the draws, or all of them again. */
export interface RecordsOwner {
  /** The id of the record store; `null` where none has been noted. @throws Error if the store does not answer */
  owner(): Promise<string | null>;
  /** Notes this one, unless there is one. @returns the one that is noted now @throws Error if the store does not answer */
  claim(storeId: string): Promise<string>;
}
