#!/usr/bin/env node
import cluster from 'node:cluster';
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { Command, CommanderError } from 'commander';
import { exitCodes } from './boot/exit-codes.ts';
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

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  process.exitCode = error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
}

function settingsOrExit(): Settings {
  const reading = readSettings(process.env, availableParallelism());
  if (reading.ok) return reading.settings;
  // Workers read the same environment; one report is enough.
  if (cluster.isPrimary) process.stderr.write(`${reading.problems.join('\n')}\n`);
  process.exit(exitCodes.settings);
}
