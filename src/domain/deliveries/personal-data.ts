/** Stands in place of the draw that a code was given to, when the winner was forgotten: no other draw gets the code. */
export const FORGOTTEN_DRAW = 'forgotten';

/** What the record store has of one user. */
export interface PersonalTraces {
  /** Forms that the user has filled in. */
  readonly forms: number;
  /** Codes that say to which draw of the user they were given. */
  readonly codes: number;
  /** Wins: they stay, as the log of draws does, with nothing of the user but the uid. */
  readonly wins: number;
  /** How many forms were sent to each endpoint, or may have been; who runs it has them. By its name. */
  readonly sentTo: Readonly<Record<string, number>>;
  /** How many forms were handed on by people. */
  readonly handedOn: number;
}

/** Personal data in the record store. Every method throws DependencyError if it does not answer. */
export interface PersonalData {
  /** @param activityId `null`: of all activities */
  find(uid: string, activityId: string | null): Promise<PersonalTraces>;
  /**
   * Erases forms and the links of codes in one transaction. A win whose form was not sent yet asks for a form again; where
   * an attempt was made to send it, the delivery has failed. Repeated, it finds nothing.
   * @returns what was erased; and whether the files of the store hold none of it any more, which a reader can delay
   */
  erase(
    uid: string,
    activityId: string | null,
    at: number,
  ): Promise<PersonalTraces & { readonly isOverwritten: boolean }>;
}
