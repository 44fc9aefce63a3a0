const ID = /^[A-Za-z0-9_-]{1,64}$/;

export const isActivityId = (text: string): boolean => ID.test(text);

/** Returns an id that is not taken: the template and the day, with a number where there is one of that day already. */
export function suggestId(name: string, taken: ReadonlySet<string>, today: Date): string {
  const day = [today.getFullYear() % 100, today.getMonth() + 1, today.getDate()].map((part) =>
    String(part).padStart(2, '0'),
  );
  const id = `${name}-${day.join('')}`;
  if (!taken.has(id)) return id;
  let number = 2;
  while (taken.has(`${id}-${number}`)) number += 1;
  return `${id}-${number}`;
}

/** Returns an id for a copy: the same with the next number behind it. */
export function suggestCopyId(id: string, taken: ReadonlySet<string>): string {
  const [, stem = id, digits] = /^(.*?)-(\d{1,4})$/.exec(id) ?? [];
  let number = digits ? Number(digits) + 1 : 2;
  while (taken.has(`${stem}-${number}`)) number += 1;
  const copy = `${stem}-${number}`;
  return copy.length <= 64 ? copy : `${stem.slice(0, 58)}-${number}`;
}
