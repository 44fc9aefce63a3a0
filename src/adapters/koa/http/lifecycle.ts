/** The state of the process: the shutdown sets it, handlers read it. */
export interface Lifecycle {
  /** Whether the service is ending: `readyz` says so. */
  draining: boolean;
  /** Whether new connections are no longer taken: those that are left are closed as their requests end. */
  closing: boolean;
}
