/** The ticket in the fragment of the page's address; '' if there is none. Scanners may add something after it. */
export function ticketIn(hash: string): string {
  return /^#([A-Za-z0-9_-]{1,64}(?:\.[A-Za-z0-9_-]+){3})(?![A-Za-z0-9_.-])/.exec(hash)?.[1] ?? '';
}

/** The activity that the ticket names: each has a PIN of its own. */
export function activityOf(ticket: string): string {
  return ticket.split('.')[0] ?? '';
}
