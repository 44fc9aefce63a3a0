import { reportConsole } from '../adapters/process/console-opened.ts';
import { isOperationsProcess } from '../adapters/process/operations-process.ts';
import type { Links } from '../application/operators/links.ts';
import { reachable } from './reachable.ts';
import type { Get } from './registry.ts';
import { tokens } from './tokens.ts';

/**
 * Reports where the console is to the process that has started this one, which has the terminal. While the embedded default
 * has no account, with a link for the first admin, a new one at each start; elsewhere `console user add` makes accounts.
 */
export function introduceConsole(get: Get, port: number, links: Links): void {
  const { production, consoleUrl, console: place, records } = get(tokens.settings);
  if (production || !isOperationsProcess()) return;
  const origin = consoleUrl ?? `http://${reachable(place?.host ?? '127.0.0.1')}:${port}`;
  const introduce = async () => {
    await get(tokens.records).ready();
    const link = records.kind === 'sqlite' ? await links.makeFirst() : null;
    reportConsole({ url: `${origin}/`, firstLink: link && `${origin}/welcome#${link.token}` });
  };
  introduce().catch((error: unknown) => {
    get(tokens.errorReporter).report('there is no link for the first account', error);
  });
}
