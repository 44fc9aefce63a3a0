import type { Command, CommandParts, Io } from '../../src/adapters/cli/command.ts';
import type { ExitCode } from '../../src/adapters/cli/exit-codes.ts';
import type { Language } from '../../src/adapters/cli/i18n/language.ts';
import { colorsFor } from '../../src/adapters/cli/render/colors.ts';

export interface CommandRun {
  readonly code: ExitCode;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs one command with these parts alone. */
export async function runWith<Options>(
  command: Command<Options>,
  parts: Partial<CommandParts>,
  args: readonly unknown[],
  options: Options,
  language: Language = 'en',
): Promise<CommandRun> {
  const written = { stdout: '', stderr: '' };
  const output = (name: keyof typeof written) => ({
    write: (text: string, done?: () => void) => {
      written[name] += text;
      done?.();
      return true;
    },
    once: () => {},
  });
  const io: Io = { stdout: output('stdout'), stderr: output('stderr'), language, colors: colorsFor({}, {}) };
  const code = await command.run(parts as CommandParts, io, args, options);
  return { code, ...written };
}
