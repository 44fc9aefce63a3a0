import { readFile, writeFile } from 'node:fs/promises';
import { simulate } from '../../../application/analysis/simulation/simulate.ts';
import { MOST_DRAWS_PER_USER } from '../../../application/analysis/simulation/simulated-book.ts';
import { simulationWindow } from '../../../application/analysis/simulation/simulation-window.ts';
import { type Shape, trafficOf, type Window } from '../../../application/analysis/simulation/traffic.ts';
import { readTraffic } from '../../../application/analysis/simulation/traffic-csv.ts';
import { visitsPerUser } from '../../../application/analysis/simulation/visits-per-user.ts';
import type { Command, Io } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { commandMessages } from '../i18n/command-messages.ts';
import { simulateMessages, simulationAsJson } from '../i18n/simulate-messages.ts';
import { activityArgument, jsonOption, wholeNumber } from '../options.ts';
import { progressLine } from '../render/progress.ts';
import { simulationSummary } from '../render/simulation-summary.ts';
import { simulationPage } from '../report/simulation-page.ts';
import { drawingActivity } from './drawing-activity.ts';
import { simulatedCodes } from './simulated-codes.ts';

interface SimulateOptions {
  readonly users: number;
  readonly runs: number;
  readonly shape: Shape;
  /** The file of measured traffic, in place of a shape. */
  readonly traffic?: string;
  readonly drawsPerUser?: number;
  /** How many chances each user earns. */
  readonly earned: number;
  readonly seed: number;
  readonly json?: boolean;
  /** Where the HTML report goes. */
  readonly html?: string;
}

export const simulateCommand: Command<SimulateOptions> = {
  name: 'simulate',
  summary: {
    en: 'play the launch many times: wins, when stock runs out, what it costs',
    zh: '多次模拟活动：中奖情况、库存何时发完、成本多少',
  },
  settings: 'all',
  arguments: [activityArgument],
  options: [
    {
      flags: '--users <n>',
      description: { en: 'how many users come', zh: '参与的用户数' },
      parse: wholeNumber(1, 10_000_000),
      fallback: 10_000,
    },
    {
      flags: '--runs <n>',
      description: { en: 'how often to play it at most', zh: '最多模拟的次数' },
      parse: wholeNumber(1, 10_000),
      fallback: 100,
    },
    {
      flags: '--shape <shape>',
      description: { en: 'when they come', zh: '到访时间的分布' },
      choices: ['flat', 'evening', 'spike'],
      fallback: 'flat',
    },
    {
      flags: '--traffic <file>',
      description: {
        en: 'when they come, as measured: CSV of time,visits',
        zh: '实测流量：time,visits 的 CSV 文件',
      },
    },
    {
      flags: '--draws-per-user <n>',
      description: {
        en: 'how often each comes to draw; as often as the rules allow, if left out',
        zh: '每位用户抽奖的次数；省略则按规则允许的最多次数',
      },
      parse: wholeNumber(1, MOST_DRAWS_PER_USER),
    },
    {
      flags: '--earned <n>',
      description: {
        en: 'how many chances each earns and uses, by tasks, friends and grants',
        zh: '每位用户赚取并使用的机会（任务、邀请、发放）',
      },
      parse: wholeNumber(0, MOST_DRAWS_PER_USER),
      fallback: 0,
    },
    {
      flags: '--seed <n>',
      description: { en: 'the same seed gives the same report', zh: '随机种子；相同的种子得到相同的报告' },
      parse: wholeNumber(0, 2 ** 32 - 1),
      fallback: 1,
    },
    jsonOption,
    {
      flags: '--html <file>',
      description: { en: 'write a report with charts there', zh: '把带图表的报告写到此文件' },
    },
  ],
  async run(parts, io, args, options) {
    const [activityId] = args as [string];
    const written = await drawingActivity(activityId, parts, io);
    if (!written) return exitCodes.usage;
    const activity = await simulatedCodes(written, parts, io);
    const { timezone, chances } = activity.details.rules;
    const window = simulationWindow(activity, parts.clock.now());
    const traffic = await trafficFor(options, window, timezone, io);
    if (!traffic) return exitCodes.usage;
    const { users, runs, seed, earned, html } = options;
    const visits = visitsPerUser(chances, traffic, timezone, options.drawsPerUser, earned);
    const trafficName = options.traffic === undefined ? options.shape : 'measured';
    const order = { users, visits, earned, runs, seed, traffic: visits.traffic, trafficName };
    const progress = progressLine(`simulate ${activity.id}`, io.stderr, io.language);
    const pool = await parts.runPool();
    const report = await simulate(activity, order, pool, progress.report).finally(progress.end);
    if (html !== undefined) {
      await writeFile(html, simulationPage(report, io.language));
      io.stderr.write(`${commandMessages[io.language].wrote(html)}\n`);
    }
    io.stdout.write(
      options.json
        ? `${JSON.stringify(simulationAsJson(report, io.language), null, 2)}\n`
        : simulationSummary(report, io.language, io.colors),
    );
    return report.warnings.length === 0 ? exitCodes.ok : exitCodes.failed;
  },
};

async function trafficFor(
  { traffic: file, shape }: SimulateOptions,
  window: Window,
  timezone: string,
  { stderr, language }: Io,
) {
  if (file === undefined) return trafficOf(shape, window, timezone);
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    stderr.write(`cms-market: ${(error as Error).message}\n`);
    return null;
  }
  const reading = readTraffic(text, window, timezone);
  if (reading.ok) return reading.traffic;
  stderr.write(
    reading.problems
      .map((problem) => `${file}: ${simulateMessages[language].trafficProblem(problem)}\n`)
      .join(''),
  );
  return null;
}
