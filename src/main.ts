#!/usr/bin/env node
import cluster from 'node:cluster';
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import type { ExportFormat } from './adapters/cli/commands/export-command.ts';
import type { SimulateOptions } from './adapters/cli/commands/simulate-command.ts';
import { exitCodes } from './adapters/cli/exit-codes.ts';
import { type Language, languageOf } from './adapters/cli/i18n/check-messages.ts';
import { MOST_DRAWS_PER_USER } from './application/analysis/simulation/simulated-book.ts';
import type { ExplainOptions } from './container/commands/explain-command.ts';
import { readSettings, type Settings } from './container/settings.ts';
import { instant } from './domain/shared/instant.ts';

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));

/* Each command loads what it needs and no more: the service needs no charts, and a check no server. */
const program = new Command('cms-market')
  .description('Runs H5 marketing activities.')
  .version(version)
  .exitOverride()
  .showHelpAfterError();

program
  .command('serve', { isDefault: true })
  .description('serve the activities (default)')
  .allowExcessArguments(false)
  .action(async () => {
    const settings = settingsOrExit();
    const { serveCommand } = await import('./container/serve/serve-command.ts');
    await serveCommand(settings);
  });

program
  .command('audit')
  .argument('[activity]', 'its id; all that anything is booked for, if left out')
  .description('replay the log of draws, and hold counters, accounts, limits and tickets against it')
  .option('--json', 'print JSON')
  .allowExcessArguments(false)
  .action(async (activityId: string | undefined, options: { json?: boolean }) => {
    const settings = settingsOrExit();
    const { journalCommand } = await import('./container/commands/journal-command.ts');
    const { auditCommand } = await import('./adapters/cli/commands/audit-command.ts');
    await journalCommand(settings, activityId, async (drawLog) =>
      (await auditCommand(drawLog, activityId, options)) ? exitCodes.ok : exitCodes.failed,
    );
  });

program
  .command('export')
  .argument('<activity>', 'its id')
  .description('print the log of draws')
  .addOption(new Option('--format <format>', 'how to print it').choices(['csv', 'json']).default('csv'))
  .option('--won', 'only draws that won')
  .allowExcessArguments(false)
  .action(async (activityId: string, options: { format: ExportFormat; won?: boolean }) => {
    const settings = settingsOrExit();
    const { journalCommand } = await import('./container/commands/journal-command.ts');
    const { exportCommand } = await import('./adapters/cli/commands/export-command.ts');
    await journalCommand(settings, activityId, async (drawLog) => {
      await exportCommand(drawLog, activityId, options);
      return exitCodes.ok;
    });
  });

program
  .command('check')
  .argument('[activity...]', 'their ids; all, if left out')
  .description('tell what is wrong with the files of the activities, and what would be right')
  .option('--json', 'print JSON')
  .addOption(languageOption())
  .action(async (named: string[], { json = false, lang }: { json?: boolean; lang?: Language }) => {
    const settings = authorsSettings();
    const { checkCommand } = await import('./container/commands/check-command.ts');
    await checkCommand(settings, named, { json, lang: lang ?? languageOf(process.env) });
  });

program
  .command('simulate')
  .argument('<activity>', 'its id')
  .description('play the launch many times: wins, when stock runs out, what it costs')
  .option('--users <n>', 'how many users come', wholeNumber(1, 10_000_000), 10_000)
  .option('--runs <n>', 'how often to play it at most', wholeNumber(1, 10_000), 100)
  .addOption(
    new Option('--shape <shape>', 'when they come').choices(['flat', 'evening', 'spike']).default('flat'),
  )
  .option('--traffic <file>', 'when they come, as measured: CSV of time,visits')
  .option(
    '--draws-per-user <n>',
    'how often each comes to draw; as often as the rules allow, if left out',
    wholeNumber(1, MOST_DRAWS_PER_USER),
  )
  .option('--seed <n>', 'the same seed gives the same report', wholeNumber(0, 2 ** 32 - 1), 1)
  .option('--json', 'print JSON')
  .option('--html <file>', 'write a report with charts there')
  .allowExcessArguments(false)
  .action(async (activityId: string, options: SimulateOptions) => {
    const settings = settingsOrExit();
    const { simulate } = await import('./container/commands/simulate-command.ts');
    await simulate(settings, activityId, options);
  });

program
  .command('explain')
  .argument('<activity>', 'its id')
  .description('tell which checks a visitor passes and which not, without drawing anything')
  .addOption(new Option('--token <token>', 'the visitor’s token; the passport is asked').conflicts('uid'))
  .option('--uid <uid>', 'the visitor’s id, taken on trust')
  .addOption(new Option('--zone <zone>', 'the visitor’s zone, with --uid').conflicts('token'))
  .option('--at <time>', 'when, such as 2026-11-11T20:00:00+08:00; now, if left out', instantOf)
  .option('--json', 'print JSON')
  .allowExcessArguments(false)
  .action(async (activityId: string, options: ExplainOptions) => {
    const settings = settingsOrExit();
    const { explainCommand } = await import('./container/commands/explain-command.ts');
    await explainCommand(settings, activityId, options);
  });

program
  .command('new')
  .argument('<kind>', 'what it is: shake or sku')
  .argument('<activity>', 'its id')
  .description('write the folder of a new activity to begin with')
  .allowExcessArguments(false)
  .action(async (kind: string, activityId: string) => {
    const settings = authorsSettings();
    const { newCommand } = await import('./container/commands/authoring-commands.ts');
    await newCommand(settings, kind, activityId);
  });

program
  .command('schema')
  .argument('[kind]', 'of this kind; of all, if left out')
  .description('print the JSON Schema of data.json, by which editors complete and explain it')
  .allowExcessArguments(false)
  .action(async (kind: string | undefined) => {
    const { schemaCommand } = await import('./container/commands/authoring-commands.ts');
    schemaCommand(kind);
  });

program
  .command('diff')
  .argument('<activity>', 'its id')
  .argument('<file>', 'the data.json that may take the place of the one that is there')
  .description('tell what a new file would change for visitors, in the draws and in the cost')
  .option('--json', 'print JSON')
  .addOption(languageOption())
  .allowExcessArguments(false)
  .action(
    async (activityId: string, path: string, { json = false, lang }: { json?: boolean; lang?: Language }) => {
      const settings = authorsSettings();
      const { diffCommand } = await import('./container/commands/diff-command.ts');
      await diffCommand(settings, activityId, path, { json, lang: lang ?? languageOf(process.env) });
    },
  );

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  process.exitCode = error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
}

/* Whoever reads and writes the activities' files needs no passport, also in production. */
function authorsSettings(): Settings {
  return settingsOrExit({ ...process.env, NODE_ENV: undefined });
}

function languageOption(): Option {
  return new Option('--lang <language>', 'in which language; by the locale, if left out').choices([
    'zh',
    'en',
  ]);
}

function settingsOrExit(env: NodeJS.ProcessEnv = process.env): Settings {
  const reading = readSettings(env, availableParallelism());
  if (reading.ok) return reading.settings;
  // Workers read the same environment; one report is enough.
  if (cluster.isPrimary) process.stderr.write(`${reading.problems.join('\n')}\n`);
  process.exit(exitCodes.settings);
}

function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const number = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
    if (number >= least && number <= most) return number;
    throw new InvalidArgumentError(`must be a whole number from ${least} to ${most}`);
  };
}

function instantOf(text: string): number {
  const reading = instant.safeParse(text);
  if (reading.success) return reading.data;
  throw new InvalidArgumentError('must be a time with an offset, such as 2026-11-11T20:00:00+08:00');
}
