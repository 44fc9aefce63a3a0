import type { ResealReport } from '../../../application/deliveries/reseal.ts';
import type { KeyUse } from '../../../domain/deliveries/sealed-texts.ts';
import type { Command, Io } from '../command.ts';
import type { DeliveryTasks, KeyTasks } from '../delivery-parts.ts';
import { exitCodes } from '../exit-codes.ts';
import { keysMessages } from '../i18n/keys-messages.ts';
import { jsonOption } from '../options.ts';
import { progressLine } from '../render/progress.ts';
import { plain } from '../render/text-layout.ts';

const NOTHING: ResealReport = { resealed: 0, unopenedCount: 0, unopened: [] };

export const keysRotateCommand: Command<{ readonly json?: boolean }> = {
  name: 'rotate',
  summary: {
    en: 'seal with a new key from now on, and seal with it what is there; also while the service runs',
    zh: '启用新密钥，并用它重新加密已有内容；服务运行时也可执行',
  },
  settings: 'all',
  arguments: [],
  options: [jsonOption],
  async run(parts, io, _args, { json = false }) {
    const messages = keysMessages[io.language];
    const keys = await parts.keyTasks();
    if (!keys) {
      io.stderr.write(`cms-market: ${messages.noFile}\n`);
      return exitCodes.failed;
    }
    const tasks = await parts.deliveryTasks('own');
    const uses = (await tasks?.sealedTexts.uses()) ?? [];
    const turned = turn(keys, uses);
    const { current } = keys.ids();
    io.stderr.write(`${turned ? messages.newKey(current) : messages.goesOn(current)}\n`);
    const report = tasks ? await resealAll(keys, tasks, othersThan(uses, current), io) : NOTHING;
    if (!report) return exitCodes.failed;
    const idle = await idleKeys(keys, tasks);
    print({ current, turned, report, idle }, io, json);
    return report.unopenedCount === 0 ? exitCodes.ok : exitCodes.failed;
  },
};

/*
 * A key that was added before is taken into use; else one is added, unless there is still something that a key before has
 * sealed: then a rotation was interrupted.
 */
function turn(keys: KeyTasks, uses: readonly KeyUse[]): boolean {
  if (keys.turn() !== null) return true;
  const { current, all } = keys.ids();
  // What is sealed with a key that is gone will never be sealed with another.
  if (uses.some(({ keyId }) => keyId !== current && all.includes(keyId))) return false;
  keys.add();
  return keys.turn() !== null;
}

async function resealAll(
  keys: KeyTasks,
  { sealedTexts }: DeliveryTasks,
  count: number,
  { stderr, language }: Io,
): Promise<ResealReport | null> {
  const progress = progressLine('keys rotate', stderr, language);
  try {
    const report = await keys.reseal(sealedTexts, (done) => progress.report(done, Math.max(done, count)));
    progress.end();
    return report;
  } catch (error) {
    progress.end();
    stderr.write(`cms-market: ${keysMessages[language].interrupted((error as Error).message)}\n`);
    return null;
  }
}

function othersThan(uses: readonly KeyUse[], current: string): number {
  return uses.reduce((sum, { keyId, count }) => sum + (keyId === current ? 0 : count), 0);
}

async function idleKeys(keys: KeyTasks, tasks: DeliveryTasks | null): Promise<readonly string[]> {
  const { current, all } = keys.ids();
  const used = new Set(((await tasks?.sealedTexts.uses()) ?? []).map(({ keyId }) => keyId));
  return all.filter((id) => id !== current && !used.has(id));
}

interface Rotation {
  readonly current: string;
  readonly turned: boolean;
  readonly report: ResealReport;
  readonly idle: readonly string[];
}

function print({ current, turned, report, idle }: Rotation, { stdout, language }: Io, json: boolean): void {
  const messages = keysMessages[language];
  const { resealed, unopened, unopenedCount } = report;
  if (json) {
    stdout.write(`${JSON.stringify({ current, isNew: turned, ...report, idle }, null, 2)}\n`);
    return;
  }
  const lines = [messages.resealed(resealed, current)];
  if (unopenedCount > 0) {
    lines.push(messages.unopened(unopenedCount), ...unopened.map(({ place }) => `  ${plain(place)}`));
  }
  if (unopenedCount > unopened.length) lines.push(messages.more(unopenedCount - unopened.length));
  if (idle.length > 0) lines.push(messages.oldKeys(idle.join(', ')));
  stdout.write(`${lines.join('\n')}\n`);
}
