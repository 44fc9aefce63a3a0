import type { Command } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { rolloutMessages } from '../i18n/rollout-messages.ts';
import { activityArgument, jsonOption } from '../options.ts';
import { abortRollout } from './abort-rollout.ts';
import { beginRollout } from './begin-rollout.ts';
import { promoteRollout } from './promote-rollout.ts';
import { refuse } from './refuse-change.ts';
import { asOption, type ChangeOptions, fileOption, noteOption, yesOption } from './release-options.ts';
import { openKnown } from './release-run.ts';
import { type AudienceOptions, audienceOf, audienceOptions } from './rollout-audience.ts';

interface RolloutOptions extends AudienceOptions, ChangeOptions {
  readonly promote?: boolean;
  readonly abort?: boolean;
  readonly file?: string;
}

export const rolloutCommand: Command<RolloutOptions> = {
  name: 'rollout',
  summary: {
    en: 'give a text to some users first; then to everyone, or to nobody any more',
    zh: '灰度发布：先开放给部分用户，再转为全量或终止',
  },
  settings: 'authoring',
  arguments: [activityArgument],
  options: [
    ...audienceOptions,
    {
      flags: '--promote',
      description: { en: 'everyone gets the candidate', zh: '转为全量：所有人使用灰度版本' },
    },
    {
      flags: '--abort',
      description: { en: 'nobody gets the candidate any more', zh: '终止灰度：不再有人使用灰度版本' },
    },
    {
      ...fileOption,
      description: {
        en: 'the candidate’s text; if left out, the activity’s data.json where that is new, else the candidate that is there',
        zh: '灰度的内容；省略则为该活动的 data.json（若有改动），否则为正在灰度的版本',
      },
    },
    noteOption,
    yesOption,
    asOption,
    jsonOption,
  ],
  async run(parts, io, args, options) {
    const [activityId] = args as [string];
    const messages = rolloutMessages[io.language];
    const { percent, users, zones, promote, abort, file } = options;
    const misuse = (reason: string): ExitCode => {
      io.stderr.write(`cms-market: ${reason}\n`);
      return exitCodes.usage;
    };
    const given = [percent, users, zones, promote, abort].filter((each) => each !== undefined);
    if (given.length !== 1) return misuse(messages.needsOne);
    if (file !== undefined && (promote || abort)) return misuse(messages.fileAlone);
    const opened = await openKnown(parts, io, activityId, 'own', options);
    if (opened.kind === 'refused') return opened.exitCode;
    const { run, state } = opened;
    if (state.serving.isRemoved) return refuse(run, { kind: 'refused', reason: 'removed' });
    if (abort) return abortRollout(run, state, { writesDraft: false });
    if (promote) return promoteRollout(run, state);
    const audience = await audienceOf(options, io);
    if (audience.kind === 'refused') return audience.exitCode;
    return beginRollout(run, state, audience.audience, file);
  },
};
