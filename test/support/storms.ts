import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/*
 * Changes of a folder of activities, each the body of a program of its own, so that making them takes no time of the
 * process that follows them. `dir` is the folder, `ids` are the activities' in it, `text` is the new `data.json`.
 */
const STORMS = {
  'all files replaced at once': `
    for (const id of ids) {
      writeFileSync(join(dir, id, '.data.json.new'), text);
      renameSync(join(dir, id, '.data.json.new'), join(dir, id, 'data.json'));
    }`,
  '300 new folders': `
    for (let index = 0; index < 300; index++) {
      mkdirSync(join(dir, 'new' + index), { recursive: true });
      writeFileSync(join(dir, 'new' + index, 'data.json'), text);
    }`,
  '200 temporary files': `
    for (let index = 0; index < 200; index++) {
      const names = ['.' + index + '.swp', 'tmp' + index, join(ids[0], '.' + index + '.swp')];
      for (const name of names) writeFileSync(join(dir, name), '');
      for (const name of names) rmSync(join(dir, name));
    }`,
} as const;

export type Storm = keyof typeof STORMS;

/** Makes the changes as fast as it can; resolves when they are made. */
export async function raise(storm: Storm, dir: string, text: string): Promise<void> {
  const program = `
    const { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } = require('node:fs');
    const { join } = require('node:path');
    const [dir, text] = process.argv.slice(1);
    const ids = readdirSync(dir);
    ${STORMS[storm]}`;
  await run(process.execPath, ['-e', program, dir, text]);
}
