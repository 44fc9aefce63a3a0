import { type Command, NotAllowed } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { publishMessages } from '../i18n/publish-messages.ts';
import { activityArgument, jsonOption } from '../options.ts';
import { printReport } from '../render/release-report.ts';
import { shortHash } from '../render/short-hash.ts';
import { plain } from '../render/text-layout.ts';
import { openSubmission } from './open-submission.ts';
import { asOption, fileOption, signedBy } from './release-options.ts';
import { isActivityId } from './release-run.ts';

interface ApproveOptions {
  /** At least 16 hexadecimal digits, in lower case. */
  readonly hash: string;
  readonly file?: string;
  readonly as?: string;
  readonly json?: boolean;
}

export const approveCommand: Command<ApproveOptions> = {
  name: 'approve',
  summary: {
    en: 'approve the text that you have read, so that another person can publish it',
    zh: '审批已阅读的内容，之后可由其他人发布',
  },
  settings: 'authoring',
  arguments: [activityArgument],
  options: [
    {
      flags: '--hash <hash>',
      description: {
        en: 'of the text, as "publish" prints it, or its first 16 digits or more',
        zh: '内容的哈希（见 publish 的输出），至少前 16 位',
      },
      isNeeded: true,
      parse: hashOf,
    },
    fileOption,
    asOption,
    jsonOption,
  ],
  async run(parts, io, args, { hash, file, json = false, ...options }) {
    const [activityId] = args as [string];
    const messages = publishMessages[io.language];
    if (!isActivityId(activityId, io)) return exitCodes.usage;
    const opened = await openSubmission({ parts, io, activityId, json, file });
    if (opened.kind === 'refused') return opened.exitCode;
    const { tasks, submission } = opened;
    const { content } = submission;
    const signed = signedBy(activityId, options, parts);
    const wanted = content.hash.startsWith(hash) ? content.hash : hash;
    const result = await tasks.desk.approve(signed, content, wanted);
    const release = { no: null, hash: content.hash };
    if (result.kind === 'other_text') {
      const message = messages.otherText(plain(file ?? `${activityId}/data.json`), result.hash);
      io.stderr.write(`cms-market: ${message}\n`);
      if (json) {
        printReport(io, { activityId, outcome: 'refused', reason: 'other_text', message, release });
      }
      return exitCodes.failed;
    }
    const message = messages.approved(activityId, shortHash(content.hash), plain(signed.author));
    if (json) printReport(io, { activityId, outcome: 'approved', message, release });
    else io.stdout.write(`${message}\n`);
    if (!tasks.requiresApproval) io.stderr.write(`cms-market: ${messages.approvalNotNeeded}\n`);
    return exitCodes.ok;
  },
};

function hashOf(text: string): string {
  if (/^[0-9a-f]{16,64}$/i.test(text)) return text.toLowerCase();
  throw new NotAllowed({
    en: 'must have 16 to 64 hexadecimal digits',
    zh: '应为 16 到 64 位十六进制数字',
  });
}
