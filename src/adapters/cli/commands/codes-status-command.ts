import { codeStatus } from '../../../application/deliveries/code-status.ts';
import { activityIdPattern } from '../../../domain/activities/activity.ts';
import { codePrizes } from '../../../domain/draws/code-stock.ts';
import type { Command, CommandParts } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { codesMessages } from '../i18n/codes-messages.ts';
import { commandMessages } from '../i18n/command-messages.ts';
import { jsonOption } from '../options.ts';
import { renderCodeStatus } from '../render/render-codes.ts';
import { plain } from '../render/text-layout.ts';

interface StatusOptions {
  readonly json?: boolean;
}

export const codesStatusCommand: Command<StatusOptions> = {
  name: 'status',
  summary: {
    en: 'how many codes are loaded, announced, awarded, given and left',
    zh: '查看兑换码：已导入、已公布、已中出、已领取、剩余',
  },
  settings: 'all',
  arguments: [
    { syntax: '[activity]', description: { en: 'its id; all, if left out', zh: '活动编号，省略为全部' } },
  ],
  options: [jsonOption],
  async run(parts, io, args, { json = false }) {
    const [activityId] = args as [string | undefined];
    if (activityId !== undefined && !activityIdPattern.test(activityId)) {
      io.stderr.write(`cms-market: ${commandMessages[io.language].noActivityId(plain(activityId))}\n`);
      return exitCodes.usage;
    }
    const expected = await expectedPrizes(parts, activityId);
    const codes = await parts.codes();
    const stored = await codes.counts.sizes(activityId);
    const ids = new Set([
      ...(activityId === undefined ? [] : [activityId]),
      ...expected.keys(),
      ...stored.map((each) => each.activityId),
    ]);
    const rows = [];
    for (const id of ids) rows.push(...(await codeStatus(codes, id, expected.get(id) ?? [])));
    if (json) io.stdout.write(`${JSON.stringify(rows, null, 2)}\n`);
    else if (rows.length > 0) io.stdout.write(renderCodeStatus(rows, io.language, io.colors));
    else io.stderr.write(`cms-market: ${codesMessages[io.language].none}\n`);
    return rows.some(({ announced, loaded }) => announced > loaded) ? exitCodes.failed : exitCodes.ok;
  },
};

/* By the files, which an activity may have lost: then its codes are counted all the same. */
async function expectedPrizes(
  { activities, kinds }: CommandParts,
  activityId: string | undefined,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const { configs } = await activities();
  const wanted = configs.all().filter(({ id }) => activityId === undefined || id === activityId);
  const expected = wanted.flatMap((activity) => {
    const details = kinds.get(activity.dispatch)?.draws?.detailsOf(activity);
    const prizes = details ? codePrizes(details) : [];
    return prizes.length > 0 ? [[activity.id, prizes] as const] : [];
  });
  return new Map(expected);
}
