import { fileURLToPath } from 'node:url';
import { startChild } from './child-program.ts';
import { cleanEnvironment } from './clean-environment.ts';
import { publishDrafts } from './publish-drafts.ts';
import { until } from './until.ts';

const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

export interface RunningProgram {
  /** `http://127.0.0.1:<port>` */
  readonly origin: string;
  /** The origin and the base path. */
  readonly base: string;
  readonly port: number;
  readonly pid: number;
  stdout(): string;
  stderr(): string;
  /** Reads nothing more of its stdout until `readStdout` is called. */
  holdStdout(): void;
  readStdout(): void;
  readonly exited: Promise<number | null>;
  /** Sends the signal, SIGTERM if none is given, and resolves to the exit code. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

export interface FinishedProgram {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Serves the built program on a free port, and resolves when it listens. Where it is the public side alone, this process
 * publishes its drafts as long as it runs, but for `publishes: false`.
 */
export async function startProgram(
  env: Readonly<Record<string, string>> = {},
  { publishes = true } = {},
): Promise<RunningProgram> {
  const whole = await cleanEnvironment(env);
  const publisher = publishes && whole.ROLE === 'public' ? await publishDrafts(whole) : null;
  const child = startChild(process.execPath, [MAIN, 'serve'], whole);
  if (publisher) void child.exited.then(() => publisher.close());
  const said = () => `\nstdout: ${child.stdout()}\nstderr: ${child.stderr()}`;
  const listening = () => logLines(child.stdout()).find(({ msg }) => msg === 'listening');
  await until(
    async () => {
      if (child.process.exitCode !== null) {
        // All that it said.
        await child.exited;
        throw new Error(`the program ended (${child.process.exitCode}) before it listened${said()}`);
      }
      return listening() !== undefined;
    },
    { what: 'the program to listen' },
  );
  const { port, base_path } = listening() as unknown as { port: number; base_path: string };
  const origin = `http://127.0.0.1:${port}`;
  return { ...child, origin, base: `${origin}${base_path}`, port, pid: child.process.pid ?? 0 };
}

/** Runs the built program to its end. */
export async function runProgram(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<FinishedProgram> {
  const child = startChild(process.execPath, [MAIN, ...args], await cleanEnvironment(env));
  const code = await child.exited;
  return { code, stdout: child.stdout(), stderr: child.stderr() };
}

/** The JSON lines among what a program has written. */
export function logLines(stdout: string): Record<string, unknown>[] {
  return stdout
    .split('\n')
    .filter((line) => line.startsWith('{') && line.endsWith('}'))
    .map((line) => JSON.parse(line));
}
