import { activityIdPattern } from '../../../domain/activities/activity.ts';
import type { CounterTally } from '../../../domain/deliveries/counter-tally.ts';
import type { Command, CommandParts } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { commandMessages } from '../i18n/command-messages.ts';
import { counterMessages } from '../i18n/counter-messages.ts';
import { jsonOption } from '../options.ts';
import { renderPlaces, renderTallies } from '../render/render-counters.ts';
import { plain } from '../render/text-layout.ts';
import { hasCounterPrize } from './has-counter-prize.ts';

export const counterStatusCommand: Command<{ readonly json?: boolean }> = {
  name: 'status',
  summary: {
    en: 'how many prizes were redeemed and how many are open; activities without a PIN',
    zh: '查看已核销与待核销数量，以及未设置员工密码的活动',
  },
  settings: 'all',
  arguments: [
    { syntax: '[activity]', description: { en: 'its id; all, if left out', zh: '活动编号，省略为全部' } },
  ],
  options: [jsonOption],
  async run(parts, io, args, { json = false }) {
    const [activityId] = args as [string | undefined];
    const messages = counterMessages[io.language];
    if (activityId !== undefined && !activityIdPattern.test(activityId)) {
      io.stderr.write(`cms-market: ${commandMessages[io.language].noActivityId(plain(activityId))}\n`);
      return exitCodes.usage;
    }
    const tallies = await allTallies(parts, activityId);
    if (json) io.stdout.write(`${JSON.stringify(tallies.map(tallyAsJson), null, 2)}\n`);
    else if (tallies.length === 0) io.stdout.write(`${messages.none}\n`);
    else io.stdout.write(renderTallies(tallies, io) + (activityId ? renderPlaces(tallies, io) : ''));
    const lacking = tallies.filter(({ pinSetAt }) => pinSetAt === null);
    for (const tally of lacking) io.stderr.write(`cms-market: ${messages.noPin(tally.activityId)}\n`);
    return lacking.length === 0 ? exitCodes.ok : exitCodes.failed;
  },
};

/** Those of the record store, and the activities that have a prize for a counter and no win yet. */
async function allTallies(
  { counters, activities, kinds }: CommandParts,
  activityId: string | undefined,
): Promise<readonly CounterTally[]> {
  const found = await (await counters('read')).tallies.tally(activityId);
  const { configs } = await activities();
  const fresh = configs
    .all()
    .filter(({ id }) => activityId === undefined || id === activityId)
    .filter(({ id }) => !found.some((tally) => tally.activityId === id))
    .filter((activity) => hasCounterPrize(activity, kinds))
    .map(({ id }): CounterTally => ({ ...NOTHING, activityId: id }));
  return [...found, ...fresh].sort((a, b) => (a.activityId < b.activityId ? -1 : 1));
}

const NOTHING = { open: 0, redeemed: 0, lastRedeemedAt: null, pinSetAt: null, places: [] };

function tallyAsJson({ lastRedeemedAt, pinSetAt, ...tally }: CounterTally) {
  const iso = (at: number | null) => (at === null ? null : new Date(at).toISOString());
  return { ...tally, lastRedeemedAt: iso(lastRedeemedAt), pinSetAt: iso(pinSetAt) };
}
