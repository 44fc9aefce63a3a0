/** Where the process is in its life: set by whoever ends it, read by whoever answers. */
export interface Lifecycle {
  /** Whether the service is ending: `readyz` says so. */
  draining: boolean;
  /** Whether new connections are no longer taken: those that are left are closed as their requests end. */
  closing: boolean;
}
