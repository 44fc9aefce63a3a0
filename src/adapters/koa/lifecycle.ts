/** Where the process is in its life: set by whoever ends it, read by whoever answers. */
export interface Lifecycle {
  /** Whether the service is ending: connections are closed as their requests end, and `readyz` says so. */
  draining: boolean;
  /** Whether another process has taken this one's place: connections are closed, and the service is as ready as ever. */
  retiring: boolean;
}
