import type { Command } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { deliveriesMessages } from '../i18n/deliveries-messages.ts';
import { jsonOption } from '../options.ts';
import { plain } from '../render/text-layout.ts';

export const deliveriesStartCommand: Command<{ readonly json?: boolean }> = {
  name: 'start',
  summary: {
    en: 'start an endpoint again that has stopped itself with HTTP 410',
    zh: '恢复因 HTTP 410 而停止的回调地址',
  },
  settings: 'all',
  arguments: [{ syntax: '<name>', description: { en: 'the endpoint', zh: '回调地址的名称' } }],
  options: [jsonOption],
  async run({ deliveries }, { stdout, stderr, language }, args, { json = false }) {
    const [name] = args as [string];
    const messages = deliveriesMessages[language];
    const opened = await deliveries('own');
    if (opened === null) {
      stderr.write(`cms-market: ${messages.noStore}\n`);
      return exitCodes.failed;
    }
    const started = await opened.states.start(name);
    if (json) stdout.write(`${JSON.stringify({ endpoint: name, started }, null, 2)}\n`);
    else stdout.write(`${started ? messages.started(name) : messages.notStopped(plain(name))}\n`);
    return exitCodes.ok;
  },
};
