import { relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { exitCodes } from '../../adapters/cli/exit-codes.ts';
import { FolderExists, writeNewFolder } from '../../adapters/filesystem/new-folder.ts';
import { dataSchema } from '../../application/authoring/data-schema.ts';
import { startingActivity } from '../../application/authoring/starting-activity.ts';
import { kinds } from '../../application/kinds/kinds.ts';
import { activityIdPattern } from '../../domain/activities/activity.ts';
import type { Settings } from '../settings.ts';

/** The package keeps the schemas beside what is built. */
const SCHEMAS = fileURLToPath(new URL('../../../schemas/', import.meta.url));

/** Prints the JSON Schema of one kind; of all, by their names, if none is named. */
export function schemaCommand(dispatch: string | undefined): void {
  const kind = dispatch === undefined ? undefined : kinds.get(dispatch);
  if (dispatch !== undefined && !kind) {
    refuse(dispatch);
    return;
  }
  const schema = kind
    ? dataSchema(kind)
    : Object.fromEntries([...kinds].map(([name, each]) => [name, dataSchema(each)]));
  process.stdout.write(`${JSON.stringify(schema, null, 2)}\n`);
}

/** Writes the folder of a new activity, and prints where it is. */
export async function newCommand(
  { activitiesDir }: Pick<Settings, 'activitiesDir'>,
  dispatch: string,
  id: string,
): Promise<void> {
  if (!kinds.has(dispatch)) {
    refuse(dispatch);
    return;
  }
  if (!activityIdPattern.test(id)) {
    say(`"${id}" is no activity id: 1 to 64 letters, digits, "_" or "-"`);
    process.exitCode = exitCodes.usage;
    return;
  }
  const schema = relative(resolve(activitiesDir, id), `${SCHEMAS}${dispatch}.json`);
  const files = startingActivity(dispatch, schema.replaceAll('\\', '/'), Date.now());
  if (!files) throw new Error(`there is nothing to begin a "${dispatch}" with`);
  try {
    const path = await writeNewFolder(activitiesDir, id, files);
    process.stdout.write(`${path}\n`);
    say(`edit ${path}/data.json, then: cms-market check ${id}`);
  } catch (error) {
    say(error instanceof FolderExists ? `${error.message} is there already` : (error as Error).message);
    process.exitCode = exitCodes.failed;
  }
}

function refuse(dispatch: string): void {
  say(`"${dispatch}" is no kind of activity; there are: ${[...kinds.keys()].join(', ')}`);
  process.exitCode = exitCodes.usage;
}

function say(words: string): void {
  process.stderr.write(`cms-market: ${words}\n`);
}
