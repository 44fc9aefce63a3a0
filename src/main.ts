#!/usr/bin/env node
import cluster from 'node:cluster';
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { Command, CommanderError, Option } from 'commander';
import { auditCommand } from './adapters/cli/audit-command.ts';
import { type Language, languageOf } from './adapters/cli/check-words.ts';
import { type ExportFormat, exportCommand } from './adapters/cli/export-command.ts';
import { checkCommand } from './boot/check-command.ts';
import { diffCommand } from './boot/diff-command.ts';
import { exitCodes } from './boot/exit-codes.ts';
import { journalCommand } from './boot/journal-command.ts';
import { serveCommand } from './boot/serve-command.ts';
import { readSettings, type Settings } from './settings.ts';

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));

const program = new Command('cms-market')
  .description('Runs H5 marketing activities.')
  .version(version)
  .exitOverride()
  .showHelpAfterError();

program
  .command('serve', { isDefault: true })
  .description('serve the activities (default)')
  .allowExcessArguments(false)
  .action(() => serveCommand(settingsOrExit()));

program
  .command('audit')
  .argument('[activity]', 'its id; all that anything is booked for, if left out')
  .description('replay the log of draws, and hold counters, accounts, limits and tickets against it')
  .option('--json', 'print JSON')
  .allowExcessArguments(false)
  .action((activityId: string | undefined, options: { json?: boolean }) =>
    journalCommand(settingsOrExit(), async (journal) =>
      (await auditCommand(journal, activityId, options)) ? exitCodes.ok : exitCodes.failed,
    ),
  );

program
  .command('export')
  .argument('<activity>', 'its id')
  .description('print the log of draws')
  .addOption(new Option('--format <format>', 'how to print it').choices(['csv', 'json']).default('csv'))
  .option('--won', 'only draws that won')
  .allowExcessArguments(false)
  .action((activityId: string, options: { format: ExportFormat; won?: boolean }) =>
    journalCommand(settingsOrExit(), async (journal) => {
      await exportCommand(journal, activityId, options);
      return exitCodes.ok;
    }),
  );

program
  .command('check')
  .argument('[activity...]', 'their ids; all, if left out')
  .description('tell what is wrong with the files of the activities, and what would be right')
  .option('--json', 'print JSON')
  .addOption(languageOption())
  // Reading files needs no passport, also in production.
  .action((named: string[], { json = false, lang }: { json?: boolean; lang?: Language }) =>
    checkCommand(settingsOrExit({ ...process.env, NODE_ENV: undefined }), named, {
      json,
      lang: lang ?? languageOf(process.env),
    }),
  );

program
  .command('diff')
  .argument('<activity>', 'its id')
  .argument('<file>', 'the data.json that may take the place of the one that is there')
  .description('tell what a new file would change for visitors, in the draws and in the cost')
  .option('--json', 'print JSON')
  .addOption(languageOption())
  .allowExcessArguments(false)
  .action((activityId: string, path: string, { json = false, lang }: { json?: boolean; lang?: Language }) =>
    diffCommand(settingsOrExit({ ...process.env, NODE_ENV: undefined }), activityId, path, {
      json,
      lang: lang ?? languageOf(process.env),
    }),
  );

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  process.exitCode = error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
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
