interface LogMethod {
  (fields: object, message: string): void;
  (message: string): void;
}

/** The part of the log that processes use. */
export interface ProcessLog {
  readonly info: LogMethod;
  readonly warn: LogMethod;
  readonly error: LogMethod;
  readonly fatal: LogMethod;
  /** Resolves when everything logged so far is written, or when the deadline has passed. */
  flushed(deadlineMs?: number): Promise<void>;
}
