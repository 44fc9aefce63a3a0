import type { Command } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { deliveriesMessages } from '../i18n/deliveries-messages.ts';
import { jsonOption } from '../options.ts';
import { plain } from '../render/text-layout.ts';

export const deliveriesTestCommand: Command<{ readonly json?: boolean }> = {
  name: 'test',
  summary: { en: 'send a signed sample to an endpoint', zh: '向回调地址发送一条带签名的测试消息' },
  settings: 'all',
  arguments: [{ syntax: '<name>', description: { en: 'the endpoint', zh: '回调地址的名称' } }],
  options: [jsonOption],
  async run({ endpoints, testEndpoint }, { stdout, stderr, language }, args, { json = false }) {
    const [name] = args as [string];
    const messages = deliveriesMessages[language];
    const endpoint = endpoints.get(name);
    if (!endpoint) {
      const names = [...endpoints.keys()];
      const why = names.length === 0 ? messages.noFile : messages.noEndpoint(plain(name), names);
      stderr.write(`cms-market: ${why}\n`);
      return exitCodes.usage;
    }
    const { id, answer, isDelivered, durationMs } = await testEndpoint(endpoint);
    const status = answer.kind === 'answered' ? answer.status : null;
    const reason = answer.kind === 'unanswered' ? answer.reason : null;
    if (json) {
      const report = { endpoint: name, webhookId: id, delivered: isDelivered, status, reason, durationMs };
      stdout.write(`${JSON.stringify(report, null, 2)}\n`);
    } else stdout.write(`${messages.tested(name, reason ?? `HTTP ${status}`, durationMs)}\n`);
    return isDelivered ? exitCodes.ok : exitCodes.failed;
  },
};
