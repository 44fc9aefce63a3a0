/** The secret of an official account for a while, by which its pages are signed for WeChat's JS-SDK. */
export interface JsapiTicket {
  readonly text: string;
  /** How long WeChat takes it, from its arrival. */
  readonly lastsMs: number;
}

/** Gets tickets of one account from WeChat. It keeps none: WeChat limits how many may be asked for in a day. */
export interface JsapiTickets {
  /**
   * The ticket that is valid now; WeChat returns the same one to every process until it is renewed.
   * @throws DependencyError if WeChat gave none in time; its message says what an operator can mend
   */
  issue(): Promise<JsapiTicket>;
}
