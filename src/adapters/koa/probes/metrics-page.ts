/** The numbers that `/metrics` shows. */
export interface MetricsPage {
  readonly contentType: string;
  /** @throws Error if they cannot be had in time */
  text(): Promise<string>;
}
