import { Browser } from './browser.ts';
import { type RunningProgram, startProgram } from './built-program.ts';
import { runCommand } from './run-command.ts';
import { until } from './until.ts';

export const CONSOLE_PASSWORD = 'correct horse battery';

export interface ConsoleProgram {
  readonly program: RunningProgram;
  /** Of the console. */
  readonly origin: string;
  /** Somebody new of this role, signed in. */
  signedIn(role: string): Promise<Browser>;
  stop(): Promise<void>;
}

/** The built program with its console on a free port; by `ROLE=all` with the public side. */
export async function startConsoleProgram(env: Readonly<Record<string, string>>): Promise<ConsoleProgram> {
  const program = await startProgram({ ROLE: 'operations', CONSOLE_PORT: '0', ...env });
  const port = () => {
    const line = program
      .stdout()
      .split('\n')
      .find((text) => text.includes('"console listening"'));
    return line === undefined ? undefined : (JSON.parse(line) as { port: number }).port;
  };
  await until(() => port() !== undefined, { what: 'the console to listen' });
  const origin = `http://127.0.0.1:${port()}`;
  let people = 0;
  return {
    program,
    origin,
    signedIn: async (role) => {
      people += 1;
      const args = ['console', 'user', 'add', `${role}-${people}`, '--role', role, '--json'];
      const { stdout, stderr } = await runCommand(args, env);
      const token = /welcome#([\w-]+)/.exec(stdout)?.[1];
      if (token === undefined) throw new Error(`no link: ${stdout}${stderr}`);
      const browser = new Browser(origin);
      const { status } = await browser.post('/session/accept', { token, password: CONSOLE_PASSWORD });
      if (status !== 200) throw new Error(`the link was answered with ${status}`);
      return browser;
    },
    stop: async () => {
      await program.stop();
    },
  };
}
