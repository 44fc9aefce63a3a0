import { Command as Commander, CommanderError, InvalidArgumentError, Option } from 'commander';
import { FolderUnreadable } from '../../domain/activities/folder-unreadable.ts';
import { type Command, type CommandOption, type CommandParts, NotAllowed, type Streams } from './command.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { folderMessages } from './i18n/folder-messages.ts';
import { type Language, languageOf, languages } from './i18n/language.ts';
import { programMessages } from './i18n/program-messages.ts';
import { reasonOf } from './reason-of.ts';
import { colorsFor } from './render/colors.ts';

type Env = Readonly<Record<string, string | undefined>>;

/* Each is loaded when it is named: a check needs no charts, and the service no check. */
const commands: Readonly<Record<string, () => Promise<Command<never>>>> = {
  serve: async () => (await import('./commands/serve-command.ts')).serveCommand,
  new: async () => (await import('./commands/new-command.ts')).newCommand,
  check: async () => (await import('./commands/check-command.ts')).checkCommand,
  diff: async () => (await import('./commands/diff-command.ts')).diffCommand,
  simulate: async () => (await import('./commands/simulate-command.ts')).simulateCommand,
  explain: async () => (await import('./commands/explain-command.ts')).explainCommand,
  audit: async () => (await import('./commands/audit-command.ts')).auditCommand,
  publish: async () => (await import('./commands/publish-command.ts')).publishCommand,
  history: async () => (await import('./commands/history-command.ts')).historyCommand,
  show: async () => (await import('./commands/show-command.ts')).showCommand,
  rollback: async () => (await import('./commands/rollback-command.ts')).rollbackCommand,
  pause: async () => (await import('./commands/switch-commands.ts')).pauseCommand,
  resume: async () => (await import('./commands/switch-commands.ts')).resumeCommand,
  rollout: async () => (await import('./commands/rollout-command.ts')).rolloutCommand,
  approve: async () => (await import('./commands/approve-command.ts')).approveCommand,
  export: async () => (await import('./commands/export-command.ts')).exportCommand,
  grant: async () => (await import('./commands/grant-command.ts')).grantCommand,
  codes: async () => (await import('./commands/codes-command.ts')).codesCommand,
  deliveries: async () => (await import('./commands/deliveries-command.ts')).deliveriesCommand,
  accept: async () => (await import('./commands/accept-command.ts')).acceptCommand,
  forget: async () => (await import('./commands/forget-command.ts')).forgetCommand,
  keys: async () => (await import('./commands/keys-command.ts')).keysCommand,
  counter: async () => (await import('./commands/counter-command.ts')).counterCommand,
  console: async () => (await import('./commands/console-command.ts')).consoleCommand,
  schema: async () => (await import('./commands/schema-command.ts')).schemaCommand,
};

const DEFAULT_COMMAND = 'serve';

export interface ProgramParts {
  readonly version: string;
  /** Opens what a command works with, or reports what is wrong with the settings, a line a problem. */
  open(
    settings: Command['settings'],
    env: Env,
  ):
    | { readonly ok: true; readonly parts: CommandParts; close(): Promise<void> }
    | { readonly ok: false; readonly problems: readonly string[] };
}

/**
 * Runs the command that the arguments name. It may be called any number of times in one process.
 * @param argv without the program and its script
 */
export async function runProgram(
  argv: readonly string[],
  env: Env,
  streams: Streams,
  { version, open }: ProgramParts,
): Promise<ExitCode> {
  const language = languageIn(argv) ?? languageOf(env);
  let exitCode: ExitCode = exitCodes.ok;
  const program = newProgram(version, language, streams);
  for (const command of await commandsNamedIn(argv)) add(program, command);
  try {
    await program.parseAsync(languageFirst(argv), { from: 'user' });
    return exitCode;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
  }

  function add(above: Commander, command: Command<never>): void {
    const made = addCommand(above, command, language).action(async (...given: unknown[]) => {
      exitCode = await execute(given.slice(0, -2), given.at(-2), command);
    });
    for (const each of command.commands ?? []) add(made, each);
  }

  async function execute(args: readonly unknown[], options: unknown, command: Command<never>) {
    const opened = open(command.settings, env);
    if (!opened.ok) {
      streams.stderr.write(`${opened.problems.join('\n')}\n`);
      return exitCodes.settings;
    }
    const io = { ...streams, language, colors: colorsFor(streams.stdout, env) };
    try {
      return await command.run(opened.parts, io, args, options as never);
    } catch (error) {
      streams.stderr.write(`cms-market: ${messageOf(error, language)}\n`);
      return exitCodes.failed;
    } finally {
      await opened.close();
    }
  }
}

function newProgram(version: string, language: Language, { stdout, stderr }: Streams): Commander {
  const messages = programMessages[language];
  return (
    new Commander('cms-market')
      .description(messages.description)
      .version(version, '-V, --version', messages.version)
      .helpOption('-h, --help', messages.help)
      .helpCommand('help [command]', messages.help)
      .addOption(new Option('--lang <language>', messages.language).choices(languages))
      // Else a command takes the options of the commands below it, where it has them too: `deliveries retry --json`.
      .enablePositionalOptions()
      .exitOverride()
      .showHelpAfterError()
      .configureHelp({
        showGlobalOptions: true,
        styleTitle: (title) => messages.titles[title as keyof typeof messages.titles] ?? title,
      })
      .configureOutput({
        writeOut: (text) => stdout.write(text),
        writeErr: (text) => stderr.write(text),
      })
  );
}

function addCommand(program: Commander, command: Command<never>, language: Language): Commander {
  const { name, summary, options } = command;
  const made = program
    .command(name, { isDefault: name === DEFAULT_COMMAND })
    .description(summary[language])
    .helpOption('-h, --help', programMessages[language].help)
    .allowExcessArguments(false);
  if (command.commands) made.enablePositionalOptions();
  for (const { syntax, description } of command.arguments) made.argument(syntax, description[language]);
  for (const option of options) made.addOption(optionOf(option, language));
  return made;
}

function optionOf(option: CommandOption, language: Language): Option {
  const { flags, description, choices, fallback, conflicts, parse, isNeeded = false } = option;
  const made = new Option(flags, description[language]);
  if (choices) made.choices(choices);
  if (parse) made.argParser((text) => parsed(text, parse, language));
  if (fallback !== undefined) made.default(fallback);
  if (conflicts !== undefined) made.conflicts(conflicts);
  made.makeOptionMandatory(isNeeded);
  return made;
}

function parsed(text: string, parse: (text: string) => unknown, language: Language): unknown {
  try {
    return parse(text);
  } catch (error) {
    throw error instanceof NotAllowed ? new InvalidArgumentError(error.allowed[language]) : error;
  }
}

/* The first argument that is a command's name; all commands where none is named, for the help. */
async function commandsNamedIn(argv: readonly string[]): Promise<readonly Command<never>[]> {
  const isHelp = argv.some((word) => ['-h', '--help', 'help'].includes(word));
  const first = argv.find((word, at) => !word.startsWith('-') && argv[at - 1] !== '--lang');
  if (first === undefined && !isHelp) return [await load(DEFAULT_COMMAND)];
  return first !== undefined && Object.hasOwn(commands, first)
    ? [await load(first)]
    : Promise.all(Object.keys(commands).map(load));
}

function load(name: string): Promise<Command<never>> {
  const loader = commands[name];
  if (!loader) throw new Error(`there is no command "${name}"`);
  return loader();
}

/* It is needed before the arguments are parsed, since the help has a language too. */
function languageIn(argv: readonly string[]): Language | undefined {
  const at = argv.indexOf('--lang');
  const given = at === -1 ? argv.find((word) => word.startsWith('--lang='))?.slice(7) : argv[at + 1];
  return languages.find((language) => language === given);
}

/* The language is the program's option, and may stand behind a command. */
function languageFirst(argv: readonly string[]): string[] {
  const end = argv.indexOf('--');
  const at = argv.findIndex((word) => word === '--lang' || word.startsWith('--lang='));
  if (at === -1 || (end !== -1 && end < at)) return [...argv];
  const length = argv[at] === '--lang' ? 2 : 1;
  return [...argv.slice(at, at + length), ...argv.slice(0, at), ...argv.slice(at + length)];
}

function messageOf(error: unknown, language: Language): string {
  return error instanceof FolderUnreadable
    ? folderMessages[language].unreadable(error.folder, error.reason)
    : reasonOf(error as Error);
}
