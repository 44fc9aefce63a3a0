/* A code of 8 characters shows 2 of them, one of 18 or more shows 6. */
const SHOWN_SHARE = 6;
const MOST_SHOWN = 3;

/* So that a long text takes no room. */
const MOST_DOTS = 12;

/** A code of which a person can see that it is one of theirs, and that nobody can use. */
export function maskedCode(code: string): string {
  const characters = [...code];
  const shown = Math.min(MOST_SHOWN, Math.floor(characters.length / SHOWN_SHARE));
  const dots = Math.min(MOST_DOTS, characters.length - 2 * shown);
  const end = shown === 0 ? [] : characters.slice(-shown);
  return [...characters.slice(0, shown), '•'.repeat(dots), ...end].join('');
}
