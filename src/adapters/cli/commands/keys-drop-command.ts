import type { Command } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { keysMessages } from '../i18n/keys-messages.ts';
import { plain } from '../render/text-layout.ts';

/*
 * A process seals with the key before for a second after the file was changed, and what it has sealed is recorded within
 * the 30 s that a statement may take.
 */
const SETTLE_MS = 60_000;

export const keysDropCommand: Command = {
  name: 'drop',
  summary: { en: 'take a key out of the file that nothing is sealed with', zh: '删除一把已无内容使用的密钥' },
  settings: 'all',
  arguments: [{ syntax: '<id>', description: { en: 'its id', zh: '密钥编号' } }],
  options: [],
  async run(parts, io, args) {
    const id = String(args[0]);
    const messages = keysMessages[io.language];
    const refuse = (reason: string, exitCode: ExitCode = exitCodes.failed) => {
      io.stderr.write(`cms-market: ${reason}\n`);
      return exitCode;
    };
    const keys = await parts.keyTasks();
    if (!keys) return refuse(messages.noFile);
    const { current, all } = keys.ids();
    if (!all.includes(id)) return refuse(messages.noKey(plain(id), keys.path), exitCodes.usage);
    if (id === current) return refuse(messages.sealsNow(id));
    const waitMs = keys.changedAt() + SETTLE_MS - parts.clock.now();
    if (waitMs > 0) return refuse(messages.tooSoon(Math.ceil(waitMs / 1000)));
    const uses = (await (await parts.deliveryTasks('own'))?.sealedTexts.uses()) ?? [];
    const used = uses.reduce((sum, { keyId, count }) => sum + (keyId === id ? count : 0), 0);
    if (used > 0) return refuse(messages.inUse(id, used));
    keys.drop(id);
    io.stderr.write(`${messages.dropped(id)}\n`);
    return exitCodes.ok;
  },
};
