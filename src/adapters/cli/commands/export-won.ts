import { formOfWin } from '../../../application/deliveries/form-of-win.ts';
import { listWins, type WinListing } from '../../../application/deliveries/list-wins.ts';
import { wonColumns, wonRow } from '../../../application/deliveries/won-row.ts';
import { drawsTimezone } from '../../../application/draws/draws-timezone.ts';
import { EXCEL_MARK, type ExportFormat, headOf, renderRow } from '../../../application/shared/render-row.ts';
import { DELIVERY_STATES, type DeliveryState } from '../../../domain/deliveries/delivery.ts';
import type { ListedWin } from '../../../domain/deliveries/won-list.ts';
import type { DrawLog } from '../../../domain/draws/draw-log.ts';
import { DELIVERY_METHODS, type DeliveryMethod } from '../../../domain/draws/prize-delivery.ts';
import type { Vault } from '../../../domain/shared/vault.ts';
import type { CommandOption, CommandParts, Io } from '../command.ts';
import type { DeliveryTasks } from '../delivery-parts.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { exportMessages } from '../i18n/export-messages.ts';
import { instantOf, wordsOf } from '../options.ts';
import { phoneCell } from '../render/phone-cell.ts';
import { progressLine } from '../render/progress.ts';
import { allWritten, writeWaiting } from '../render/write-waiting.ts';
import { SentForms } from './sent-forms.ts';

export interface WonOptions {
  readonly format: ExportFormat;
  readonly state?: readonly DeliveryState[];
  readonly method?: readonly DeliveryMethod[];
  readonly since?: number;
  readonly forms?: boolean;
  readonly markSent?: boolean;
}

export const wonOptions: readonly CommandOption[] = [
  {
    flags: '--state <states>',
    description: {
      en: `with --won: only these, divided by commas: ${DELIVERY_STATES.join(', ')}`,
      zh: `与 --won 同用：只导出这些状态，用逗号分隔：${DELIVERY_STATES.join('、')}`,
    },
    parse: wordsOf(DELIVERY_STATES),
  },
  {
    flags: '--method <methods>',
    description: {
      en: `with --won: only prizes that are delivered so, divided by commas: ${DELIVERY_METHODS.join(', ')}`,
      zh: `与 --won 同用：只导出这些发放方式，用逗号分隔：${DELIVERY_METHODS.join('、')}`,
    },
    parse: wordsOf(DELIVERY_METHODS),
  },
  {
    flags: '--since <time>',
    description: {
      en: 'with --won: only what was won at this time or later',
      zh: '与 --won 同用：只导出此时间及以后的中奖',
    },
    parse: instantOf,
  },
  {
    flags: '--forms',
    description: {
      en: 'with --won: with what winners have filled in; needs the data key',
      zh: '与 --won 同用：包含中奖者填写的信息，需要数据密钥',
    },
  },
  {
    flags: '--mark-sent',
    description: {
      en: 'with --won --forms: mark the forms that were printed as sent, so that winners can no longer change them',
      zh: '与 --won --forms 同用：把导出的表单标记为 sent，中奖者此后不能再修改',
    },
  },
];

/** Whether one of these options was given. */
export function isWonOption(options: WonOptions): boolean {
  const { state, method, since, forms, markSent } = options;
  return [state, method, since, forms, markSent].some((each) => each !== undefined);
}

/** The list by which prizes are handed over. */
export async function exportWon(
  parts: CommandParts,
  io: Io,
  drawLog: DrawLog,
  activityId: string,
  options: WonOptions,
): Promise<ExitCode> {
  const messages = exportMessages[io.language];
  const refuse = (reason: string, exitCode: ExitCode) => {
    io.stderr.write(`cms-market: ${reason}\n`);
    return exitCode;
  };
  const { state = null, method = null, since = null, forms = false, markSent = false } = options;
  if (markSent && !forms) return refuse(messages.needsForms, exitCodes.usage);
  const tasks = await parts.deliveryTasks('own');
  const opened = forms && tasks ? openVault(tasks) : { vault: null, reason: null };
  if (opened.reason !== null) return refuse(messages.badKey(opened.reason), exitCodes.failed);
  const { vault } = opened;
  if (forms && tasks && !vault) return refuse(messages.needsKey, exitCodes.failed);
  const filter = { states: state, methods: method, since };
  const listing = await listWins(drawLog, tasks?.wonList ?? null, activityId, filter);
  const timezone = await drawsTimezone(drawLog, activityId);
  const printed = await print(listing, io, activityId, { ...options, vault, timezone });
  if (listing.isHalted) io.stderr.write(`cms-market: ${messages.halted(activityId)}\n`);
  if (listing.unmoved > 0) {
    io.stderr.write(`cms-market: ${messages.unmoved(listing.unmoved, printed.unmoved)}\n`);
  }
  if (printed.unopened > 0) io.stderr.write(`cms-market: ${messages.unopened(printed.unopened)}\n`);
  if (markSent && tasks) await markAsSent(tasks, printed.sent, activityId, parts.clock.now(), io);
  return printed.unopened > 0 ? exitCodes.failed : exitCodes.ok;
}

function openVault(tasks: DeliveryTasks): { readonly vault: Vault | null; readonly reason: string | null } {
  try {
    return { vault: tasks.vault(), reason: null };
  } catch (error) {
    return { vault: null, reason: (error as Error).message };
  }
}

interface Printing extends WonOptions {
  readonly vault: Vault | null;
  readonly timezone: string;
}

interface Printed {
  readonly unmoved: number;
  readonly unopened: number;
  /** Forms that were printed, and go to no endpoint. */
  readonly sent: SentForms;
}

async function print(
  { pages, all }: WinListing,
  { stdout, stderr, language }: Io,
  activityId: string,
  { format, forms = false, markSent = false, vault, timezone }: Printing,
): Promise<Printed> {
  const columns = wonColumns(forms);
  const progress = progressLine(`export ${activityId}`, stderr, language);
  const sent = new SentForms();
  let [done, unmoved, unopened] = [0, 0, 0];
  await writeWaiting(format === 'csv' ? `${EXCEL_MARK}${headOf(columns, format)}` : '', stdout);
  for await (const page of pages) {
    const lines: string[] = [];
    for (const win of page) {
      const form = vault && formOfWin(win, vault);
      if (form === 'unopened') unopened += 1;
      lines.push(
        renderRow(
          wonRow(win, form === 'unopened' ? null : form, { timezone, format, phoneCell }),
          columns,
          format,
        ),
      );
      if (win.isUnmoved) unmoved += 1;
      if (markSent && form !== null && form !== 'unopened' && isOpenForm(win)) {
        sent.add({ drawId: win.drawId, changedAt: win.form?.changedAt ?? 0 });
      }
    }
    await writeWaiting(lines.join(''), stdout);
    done += page.length;
    progress.report(done, Math.max(done, all));
  }
  progress.end();
  return { unmoved, unopened, sent };
}

function isOpenForm({ method, endpoint, state }: ListedWin): boolean {
  return method === 'form' && endpoint === null && state === 'form_received';
}

/* Only when the list has left this process: a list that is lost must not leave prizes that nobody sends. */
async function markAsSent(
  { handOvers }: DeliveryTasks,
  sent: SentForms,
  activityId: string,
  now: number,
  { stdout, stderr, language }: Io,
): Promise<void> {
  await allWritten(stdout);
  let marked = 0;
  for (const batch of sent.batches()) marked += await handOvers.markSent(activityId, batch, now);
  const messages = exportMessages[language];
  stderr.write(`cms-market: ${messages.markedSent(marked)}\n`);
  if (marked < sent.size) stderr.write(`cms-market: ${messages.changed(sent.size - marked)}\n`);
}
