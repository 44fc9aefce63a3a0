import { isOnlyDraft, releaseOf } from '../../../application/releases/history-rows.ts';
import { everyoneHas } from '../../../domain/releases/release-store.ts';
import type { Command } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { historyMessages } from '../i18n/history-messages.ts';
import { activityArgument, jsonOption, wholeNumber } from '../options.ts';
import { type History, historyAsJson } from '../render/history-as-json.ts';
import { pastOf } from '../render/past-of-history.ts';
import { renderHistory } from '../render/render-history.ts';
import { openKnownOrScheduled } from './release-run.ts';
import { activityOfScheduled, timezoneOf } from './release-texts.ts';

interface HistoryOptions {
  readonly limit: number;
  readonly json?: boolean;
}

const SHOWN = 20;
const MOST_SHOWN = 1000;

export const historyCommand: Command<HistoryOptions> = {
  name: 'history',
  summary: {
    en: 'list who published and changed what, latest first, with what is scheduled',
    zh: '列出发布历史（最新在前）及定时发布',
  },
  settings: 'authoring',
  arguments: [activityArgument],
  options: [
    {
      flags: '--limit <n>',
      description: { en: 'how many at most', zh: '最多显示多少条' },
      parse: wholeNumber(1, MOST_SHOWN),
      fallback: SHOWN,
    },
    jsonOption,
  ],
  async run(parts, io, args, options) {
    const [activityId] = args as [string];
    const { limit, json = false } = options;
    const opened = await openKnownOrScheduled(parts, io, activityId, 'read', options);
    if (opened.kind === 'refused') return opened.exitCode;
    const { run, state } = opened;
    const { queries, schedule } = run.tasks;
    // One more than is shown, to know whether there are more, and what the last one changed. For people, changes of the draft
    // alone are left out: at most every other one is such a change.
    const rows = await queries.history(activityId, { limit: json ? limit + 1 : 2 * (limit + 1) });
    const cancelled = await schedule.cancelled(activityId, limit + 1);
    const planned = await schedule.planned(activityId);
    const [next] = planned;
    // Before anything is served, the title and the time zone are those of what will be.
    const activity = state.serving
      ? await queries.activity(activityId, state.serving.no)
      : ((next && activityOfScheduled(next, run.tasks)) ?? null);
    const all = pastOf(rows, cancelled).filter(
      (each) => json || each.kind === 'cancelled' || !isOnlyDraft(each.row, each.earlier),
    );
    const past = all.slice(0, limit);
    const contents = past.flatMap((event) =>
      event.kind === 'changed' ? [releaseOf(event.row).content] : [],
    );
    const history: History = {
      activityId,
      title: activity?.title ?? '',
      serving: state.serving,
      planned: planned.map((each) => ({ ...each, isServed: everyoneHas(state, each) })),
      past,
      approvers: await queries.approversOf(activityId, contents),
      isComplete: all.length <= limit,
    };
    io.stdout.write(
      json
        ? `${JSON.stringify(historyAsJson(history), null, 2)}\n`
        : renderHistory(history, timezoneOf(activity, parts), io),
    );
    if (!history.isComplete) {
      const more = Math.min(MOST_SHOWN, limit * 5);
      if (more > limit) io.stderr.write(`cms-market: ${historyMessages[io.language].more(more)}\n`);
    }
    return exitCodes.ok;
  },
};
