import { type ChildProcess, spawn } from 'node:child_process';

const alive = new Map<ChildProcess, NodeJS.Signals>();
process.once('exit', () => {
  for (const [child, signal] of alive) child.kill(signal);
});

export interface ChildProgram {
  readonly process: ChildProcess;
  /** All that it has written so far. */
  stdout(): string;
  stderr(): string;
  /** Reads nothing more of its stdout until `readStdout` is called. */
  holdStdout(): void;
  readStdout(): void;
  /** Its exit code, or `null` when a signal ended it. */
  readonly exited: Promise<number | null>;
  /** Sends the signal, and waits for the end. A second call only waits. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

/* PostgreSQL waits 5 s for sessions that do not end. */
const END_MS = 8000;

/** Ends the programs that the tests of the file have not ended themselves, as those of a test that failed. */
export async function endChildren(): Promise<void> {
  await Promise.all([...alive].map(([child, signal]) => endChild(child, signal)));
}

async function endChild(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  const ended = new Promise((resolve) => child.once('exit', resolve));
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill(signal);
  // One that a test has paused obeys only SIGKILL.
  child.kill('SIGCONT');
  const timer = setTimeout(() => child.kill('SIGKILL'), END_MS);
  await ended;
  clearTimeout(timer);
}

/**
 * Starts a program that does not outlive the tests of its file.
 * @param atExit what ends it and its own processes if the tests do not
 */
export function startChild(
  command: string,
  args: readonly string[],
  env = process.env,
  atExit: NodeJS.Signals = 'SIGKILL',
): ChildProgram {
  const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  alive.set(child, atExit);
  const output = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text) => {
    output.stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text) => {
    output.stderr += text;
  });
  const exited = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      alive.delete(child);
      resolve(code);
    });
  });
  return {
    process: child,
    stdout: () => output.stdout,
    stderr: () => output.stderr,
    holdStdout: () => child.stdout.pause(),
    readStdout: () => child.stdout.resume(),
    exited,
    stop: (signal = 'SIGTERM') => {
      if (child.exitCode === null && child.signalCode === null) child.kill(signal);
      return exited;
    },
  };
}
