import type { FinishedProgram } from './built-program.ts';
import { cleanEnvironment } from './clean-environment.ts';

/* What is built, since threads of a simulation load no TypeScript. */
const MAIN = new URL('../../dist/main.js', import.meta.url).href;

/** Runs a command of the built program in this process, to its end. */
export async function runCommand(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<FinishedProgram> {
  const { run } = (await import(MAIN)) as typeof import('../../src/main.ts');
  const [stdout, stderr] = [collector(), collector()];
  const code = await run(args, await cleanEnvironment(env), { stdout, stderr });
  return { code, stdout: stdout.text(), stderr: stderr.text() };
}

function collector() {
  const written: string[] = [];
  return {
    write: (text: string, done?: () => void) => {
      written.push(text);
      done?.();
      return true;
    },
    once: () => {},
    text: () => written.join(''),
  };
}
