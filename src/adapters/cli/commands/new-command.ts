import { startingActivity } from '../../../application/authoring/starting-activity.ts';
import { activityIdPattern } from '../../../domain/activities/activity.ts';
import type { Command } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { commandMessages } from '../i18n/command-messages.ts';
import { activityArgument } from '../options.ts';

export const newCommand: Command = {
  name: 'new',
  summary: { en: 'write the folder of a new activity to begin with', zh: '新建一个活动的文件夹' },
  settings: 'authoring',
  arguments: [
    { syntax: '<kind>', description: { en: 'what it is: shake or sku', zh: '活动类型：shake 或 sku' } },
    activityArgument,
  ],
  options: [],
  async run(parts, io, args) {
    const [dispatch, id] = args as [string, string];
    const messages = commandMessages[io.language];
    const say = (text: string) => io.stderr.write(`cms-market: ${text}\n`);
    const kind = parts.kinds.get(dispatch);
    if (!kind) {
      say(messages.noKind(dispatch, [...parts.kinds.keys()]));
      return exitCodes.usage;
    }
    if (!activityIdPattern.test(id)) {
      say(messages.noActivityId(id));
      return exitCodes.usage;
    }
    const files = startingActivity(kind, parts.schemaPath(dispatch, id), parts.clock.now());
    const { kind: outcome, path } = await parts.writeActivity(id, files);
    if (outcome === 'exists') {
      say(messages.exists(path));
      return exitCodes.failed;
    }
    io.stdout.write(`${path}\n`);
    say(messages.written(path, id));
    return exitCodes.ok;
  },
};
