import type { Command } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { activityArgument, jsonOption } from '../options.ts';
import { allWritten, writeWaiting } from '../render/write-waiting.ts';
import { refuse } from './refuse-change.ts';
import { releaseArgument, releaseNoOf } from './release-argument.ts';
import { openKnown } from './release-run.ts';

export const showCommand: Command<{ readonly json?: boolean }> = {
  name: 'show',
  summary: {
    en: 'print the text of a release, byte for byte',
    zh: '原样输出某个版本的内容',
  },
  settings: 'authoring',
  arguments: [
    activityArgument,
    releaseArgument({ en: 'what everyone has now, if left out', zh: '省略则为线上版本' }),
  ],
  options: [
    {
      ...jsonOption,
      description: {
        en: 'print JSON, with who published and approved it, when and why',
        zh: '输出 JSON，含发布人、审批人、时间和备注',
      },
    },
  ],
  async run(parts, io, args, options) {
    const [activityId] = args as [string];
    const given = releaseNoOf(args[1], io);
    if (given.kind === 'refused') return given.exitCode;
    const opened = await openKnown(parts, io, activityId, 'read', options);
    if (opened.kind === 'refused') return opened.exitCode;
    const { run, state } = opened;
    if (given.no === undefined && state.serving.isRemoved) {
      return refuse(run, { kind: 'refused', reason: 'removed' });
    }
    const release = await run.tasks.queries.release(activityId, given.no ?? state.serving.no);
    if (!release) return refuse(run, { kind: 'refused', reason: 'no_such_release' });
    const { no, hash, at, author, note, pictures, text } = release;
    const json = async () => {
      const approvers = await run.tasks.queries.approvers(activityId, release);
      const known = { activityId, no, hash, at: new Date(at).toISOString(), author, note, approvers };
      return `${JSON.stringify({ ...known, pictures, text }, null, 2)}\n`;
    };
    await writeWaiting(run.json ? await json() : text, io.stdout);
    await allWritten(io.stdout);
    return exitCodes.ok;
  },
};
