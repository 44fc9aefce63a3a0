import type { NewLink } from '../../../application/operators/links.ts';
import type { Operator } from '../../../domain/operators/operator.ts';
import type { Io } from '../command.ts';
import { userMessages } from '../i18n/user-messages.ts';
import type { OperatorTasks } from '../operator-parts.ts';
import { plain } from '../render/text-layout.ts';

const HOUR_MS = 3_600_000;

/** Writes the link as data, which programs send on, and what it is for beside it. */
export function writeLink(
  { name, role }: Operator,
  { token, expiresAt }: NewLink,
  { origin }: Pick<OperatorTasks, 'origin'>,
  now: number,
  io: Io,
  json: boolean,
): void {
  const messages = userMessages[io.language];
  const link = `${origin ?? ''}/welcome#${token}`;
  const expires = new Date(expiresAt).toISOString();
  io.stdout.write(
    json ? `${JSON.stringify({ name, role, link, expiresAt: expires }, null, 2)}\n` : `${link}\n`,
  );
  io.stderr.write(`cms-market: ${messages.link(plain(name), Math.round((expiresAt - now) / HOUR_MS))}\n`);
  if (origin === null) io.stderr.write(`cms-market: ${messages.noOrigin}\n`);
}
