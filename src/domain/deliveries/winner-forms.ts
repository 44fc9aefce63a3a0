/** The form of one win, as it is sealed. Times are milliseconds since the epoch. */
export interface WinnerForm {
  readonly uid: string;
  readonly sealed: string;
  readonly receivedAt: number;
  readonly changedAt: number;
}

/** The forms of single wins, for operators. */
export interface WinnerForms {
  /**
   * @returns `no_win`: there is none with this id; `no_form`: it was not filled in, or it was erased
   * @throws DependencyError if the store does not answer
   */
  formOf(activityId: string, drawId: string): Promise<WinnerForm | 'no_win' | 'no_form'>;
}
