/** What went wrong, with what it came from where that says more: so an operator reads what Redis or PostgreSQL answered. */
export function reasonOf({ message, cause }: Error): string {
  return cause instanceof Error && !message.includes(cause.message)
    ? `${message}: ${cause.message}`
    : message;
}
