import type { Phone } from '../browser.ts';

/** A state of the page: how it is reached, and what shows that it is. */
export interface State {
  readonly name: string;
  readonly reach: (visit: Visit) => Promise<unknown>;
}

export interface Visit {
  readonly phone: Phone;
  /** Of a user that nobody else is. */
  readonly token: string;
  readonly base: string;
  open(query: string): Promise<unknown>;
  state(kind: string): Promise<void>;
  text(text: string | RegExp): Promise<void>;
  tap(name: string | RegExp): Promise<void>;
}

/** Opens an activity as the visit's own user, and draws. */
export async function drawIn(activity: string, { open, tap, token }: Visit): Promise<void> {
  await open(`id=${activity}&token=${token}`);
  await tap('点我摇一摇');
}

/** Closes the result, whatever it asks for. */
export async function putAway({ phone }: Visit): Promise<void> {
  const result = phone.page.getByRole('dialog');
  await result.getByRole('button', { name: '关闭' }).tap();
  await result.waitFor({ state: 'detached' });
}

export const resultOf = ({ phone }: Visit, kind: 'won' | 'not_won') =>
  phone.page.locator(`[data-result="${kind}"][data-moment="shown"]`).waitFor();

/** An answer that never comes. */
export const hold = () => new Promise<void>(() => {});

export const envelope = (ret: number, msg: string) => ({ ret, msg, data: '', timestamp: 1_764_000_000 });

const DAY = 86_400_000;
export const inDays = (days: number) => new Date(Date.now() + days * DAY).toISOString();
