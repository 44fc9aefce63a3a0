import type { ListedOperator } from '../../../application/operators/operator-accounts.ts';
import { isoInTimezone } from '../../../domain/shared/local-time.ts';
import type { Io } from '../command.ts';
import { userMessages } from '../i18n/user-messages.ts';
import { plain } from './text-layout.ts';
import { textTable } from './text-table.ts';

const WIDTH = 100;

/** A line an account. */
export function renderUsers(
  operators: readonly ListedOperator[],
  { language, colors }: Pick<Io, 'language' | 'colors'>,
): string {
  const { heads, states, vias } = userMessages[language];
  const rows = operators.map(({ name, role, state, via, lastSignInAt }) => [
    plain(name),
    role,
    states[state],
    vias[via],
    timeText(lastSignInAt),
  ]);
  return `${textTable(heads, rows, { width: WIDTH, colors }).join('\n')}\n`;
}

export function userAsJson({
  id,
  name,
  role,
  state,
  via,
  createdAt,
  lastSignInAt,
  linkExpiresAt,
}: ListedOperator) {
  const iso = (at: number | null) => (at === null ? null : new Date(at).toISOString());
  const times = {
    createdAt: iso(createdAt),
    lastSignInAt: iso(lastSignInAt),
    linkExpiresAt: iso(linkExpiresAt),
  };
  return { id, name, role, state, via, ...times };
}

/* In the time zone of who reads it. */
function timeText(at: number | null): string {
  return at === null ? '-' : isoInTimezone(at, new Intl.DateTimeFormat().resolvedOptions().timeZone);
}
