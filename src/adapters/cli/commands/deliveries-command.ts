import { activityIdPattern } from '../../../domain/activities/activity.ts';
import { DELIVERY_STATES, type DeliveryState } from '../../../domain/deliveries/delivery.ts';
import type { DeliveryCount } from '../../../domain/deliveries/delivery-desk.ts';
import type { StoppedEndpoint } from '../../../domain/deliveries/endpoint-states.ts';
import { isoInTimezone } from '../../../domain/shared/local-time.ts';
import type { Command, CommandParts, Io } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { commandMessages } from '../i18n/command-messages.ts';
import { deliveriesMessages } from '../i18n/deliveries-messages.ts';
import { jsonOption, wholeNumber } from '../options.ts';
import { deliveriesAsJson, renderCounts, renderDeliveries } from '../render/render-deliveries.ts';
import { plain } from '../render/text-layout.ts';
import { deliveriesDoneCommand } from './deliveries-done-command.ts';
import { deliveriesRelayCommand } from './deliveries-relay-command.ts';
import { deliveriesRetryCommand } from './deliveries-retry-command.ts';
import { deliveriesStartCommand } from './deliveries-start-command.ts';
import { deliveriesTestCommand } from './deliveries-test-command.ts';

const MOST_LISTED = 100_000;

type Deliveries = NonNullable<Awaited<ReturnType<CommandParts['deliveries']>>>;

interface DeliveriesOptions {
  readonly state?: DeliveryState;
  readonly limit: number;
  readonly json?: boolean;
}

export const deliveriesCommand: Command<DeliveriesOptions> = {
  name: 'deliveries',
  summary: { en: 'show how far the deliveries of prizes are', zh: '查看奖品发放进度' },
  settings: 'all',
  arguments: [
    { syntax: '[activity]', description: { en: 'its id; all, if left out', zh: '活动编号，省略为全部' } },
  ],
  options: [
    {
      flags: '--state <state>',
      description: {
        en: 'list those in this state, the latest first, instead of counting all',
        zh: '列出处于该状态的发放，最近的在前；省略则只统计数量',
      },
      choices: DELIVERY_STATES,
    },
    {
      flags: '--limit <n>',
      description: { en: 'list so many at most', zh: '最多列出多少条' },
      fallback: 100,
      parse: wholeNumber(1, MOST_LISTED),
    },
    jsonOption,
  ],
  commands: [
    deliveriesDoneCommand,
    deliveriesRetryCommand,
    deliveriesTestCommand,
    deliveriesStartCommand,
    deliveriesRelayCommand,
  ],
  async run(parts, io, args, { state, limit, json = false }) {
    const [activityId = null] = args as [string | undefined];
    if (activityId !== null && !activityIdPattern.test(activityId)) {
      io.stderr.write(`cms-market: ${commandMessages[io.language].noActivityId(plain(activityId))}\n`);
      return exitCodes.usage;
    }
    const deliveries = await parts.deliveries('read');
    if (deliveries === null) {
      io.stderr.write(`cms-market: ${deliveriesMessages[io.language].noStore}\n`);
      return exitCodes.failed;
    }
    return state === undefined
      ? count(parts.endpoints, deliveries, io, activityId, json)
      : list(deliveries, io, { activityId, state, limit }, json);
  },
};

async function count(
  endpoints: CommandParts['endpoints'],
  { desk, states }: Deliveries,
  { stdout, stderr, language }: Io,
  activityId: string | null,
  json: boolean,
): Promise<ExitCode> {
  const messages = deliveriesMessages[language];
  const counts = await desk.counts(activityId);
  const stopped = await states.stopped();
  const unknown = unknownEndpoints(counts, endpoints);
  if (json) {
    const report = { counts, stoppedEndpoints: stopped.map(stoppedAsJson), unknownEndpoints: unknown };
    stdout.write(`${JSON.stringify(report, null, 2)}\n`);
    return exitCodes.ok;
  }
  stdout.write(counts.length > 0 ? renderCounts(counts, language) : `${messages.none}\n`);
  for (const { name, stoppedAt, reason } of stopped) {
    stderr.write(`cms-market: ${messages.stopped(name, isoInTimezone(stoppedAt, hereTimezone()), reason)}\n`);
  }
  for (const { name, waiting } of unknown) stderr.write(`cms-market: ${messages.unknown(name, waiting)}\n`);
  return exitCodes.ok;
}

async function list(
  { desk }: Deliveries,
  { stdout, stderr, language }: Io,
  filter: { activityId: string | null; state: DeliveryState; limit: number },
  json: boolean,
): Promise<ExitCode> {
  const messages = deliveriesMessages[language];
  // One more than is shown, to know whether there are more.
  const found = await desk.list({ ...filter, limit: filter.limit + 1 });
  const shown = found.slice(0, filter.limit);
  if (json) stdout.write(`${JSON.stringify({ deliveries: deliveriesAsJson(shown) }, null, 2)}\n`);
  else if (shown.length === 0) stdout.write(`${messages.noneInState(messages.states[filter.state])}\n`);
  else stdout.write(renderDeliveries(shown, language, hereTimezone()));
  if (found.length > shown.length) stderr.write(`cms-market: ${messages.more(filter.limit)}\n`);
  return exitCodes.ok;
}

/* Those that deliveries still wait for. */
function unknownEndpoints(counts: readonly DeliveryCount[], known: CommandParts['endpoints']) {
  const waiting = new Map<string, number>();
  for (const { endpoint, state, count } of counts) {
    const isWaiting = state === 'preparing' || state === 'form_received';
    if (endpoint === null || !isWaiting || known.has(endpoint)) continue;
    waiting.set(endpoint, (waiting.get(endpoint) ?? 0) + count);
  }
  return [...waiting].map(([name, waiting]) => ({ name, waiting }));
}

function stoppedAsJson({ name, stoppedAt, reason }: StoppedEndpoint) {
  return { name, stoppedAt: new Date(stoppedAt).toISOString(), reason };
}

/* Deliveries of several activities stand side by side: in the time of the operator. */
function hereTimezone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}
