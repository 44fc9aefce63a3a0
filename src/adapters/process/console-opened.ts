import { isOfType } from './channel.ts';

/** Where the console is, for the person in whose terminal the service was started. */
export interface ConsoleOpened {
  readonly url: string;
  /** By which the first account is made; `null`: there are accounts, or they are made by command. */
  readonly firstLink: string | null;
}

type Opened = { readonly type: 'console-opened'; readonly console: ConsoleOpened };

/** From the operations process to the one that started it. */
export function reportConsole(console: ConsoleOpened): void {
  process.send?.({ type: 'console-opened', console } satisfies Opened, undefined, undefined, () => {});
}

/** `null` where the message is another one. */
export function consoleIn(message: unknown): ConsoleOpened | null {
  return isOfType<Opened>(message, 'console-opened') ? message.console : null;
}
