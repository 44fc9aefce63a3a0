/** Where the process is in its life: set by whoever ends it, read by whoever answers. */
export interface Lifecycle {
  /** Whether the process is ending: connections are closed as their requests end. */
  draining: boolean;
}
