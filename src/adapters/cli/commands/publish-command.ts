import { decideChange } from '../../../domain/releases/decide-change.ts';
import { everyoneHas, type ReleaseState } from '../../../domain/releases/release-store.ts';
import { servedNo } from '../../../domain/releases/serving.ts';
import type { Command } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { publishMessages } from '../i18n/publish-messages.ts';
import { releasesMessages } from '../i18n/releases-messages.ts';
import { activityArgument, instantOf, jsonOption, wholeNumber } from '../options.ts';
import { audienceText } from '../render/audience-text.ts';
import type { ReleasePreview } from '../render/release-report.ts';
import { shortHash } from '../render/short-hash.ts';
import { timeText } from '../render/time-text.ts';
import { isApproved, refuseUnapproved } from './approval.ts';
import { cancelScheduled } from './cancel-scheduled.ts';
import { confirmChange, reportPublished, showPreview } from './confirm-change.ts';
import { finishChange } from './finish-change.ts';
import { openSubmission, type Submitted } from './open-submission.ts';
import { refuse } from './refuse-change.ts';
import { asOption, type ChangeOptions, fileOption, noteOption, yesOption } from './release-options.ts';
import { isActivityId, type ReleaseRun, runOf } from './release-run.ts';
import { compared, lostDraftNotes, timezoneOf } from './release-texts.ts';
import { schedulePublication } from './schedule-publication.ts';

interface PublishOptions extends ChangeOptions {
  readonly file?: string;
  readonly expect?: number;
  /** Milliseconds since the epoch. */
  readonly at?: number;
  readonly cancel?: boolean;
}

export const publishCommand: Command<PublishOptions> = {
  name: 'publish',
  summary: {
    en: 'check a text, show what it changes and costs, and publish it to everyone',
    zh: '检查内容，显示变化和成本，并对所有人发布',
  },
  settings: 'authoring',
  arguments: [activityArgument],
  options: [
    fileOption,
    noteOption,
    {
      flags: '--expect <no>',
      description: {
        en: 'only if everyone has this release now; 0: none',
        zh: '仅当线上是此版本时才发布；0 表示尚无版本',
      },
      parse: wholeNumber(0, Number.MAX_SAFE_INTEGER),
    },
    {
      flags: '--at <time>',
      description: {
        en: 'not now, but then, such as 2026-11-11T20:00:00+08:00',
        zh: '定时发布，例如 2026-11-11T20:00:00+08:00',
      },
      parse: instantOf,
    },
    {
      flags: '--cancel',
      description: {
        en: 'publish nothing, and cancel what is scheduled of this activity, without asking',
        zh: '不发布，并取消该活动的所有定时发布（不再询问）',
      },
    },
    yesOption,
    asOption,
    jsonOption,
  ],
  async run(parts, io, args, options) {
    const [activityId] = args as [string];
    const { at, file, json = false, cancel, note, expect } = options;
    if (!isActivityId(activityId, io)) return exitCodes.usage;
    if (cancel) {
      const isAlone = [at, file, note, expect].every((each) => each === undefined);
      if (isAlone) return cancelScheduled(parts, io, activityId, options);
      io.stderr.write(`cms-market: ${publishMessages[io.language].cancelAlone}\n`);
      return exitCodes.usage;
    }
    if (at !== undefined && at <= parts.clock.now()) {
      io.stderr.write(`cms-market: ${publishMessages[io.language].inPast(new Date(at).toISOString())}\n`);
      return exitCodes.usage;
    }
    const opened = await openSubmission({ parts, io, activityId, json, file, at });
    if (opened.kind === 'refused') return opened.exitCode;
    return publish(runOf(parts, io, opened.tasks, activityId, options), opened, options);
  },
};

async function publish(run: ReleaseRun, submitted: Submitted, options: PublishOptions): Promise<ExitCode> {
  const { tasks, activityId, signed } = run;
  const { submission, findings } = submitted;
  const { content, by, isDraft } = submission;
  const state = await tasks.queries.state(activityId);
  // What is shown is a comparison with this release, so it is to be this one that it replaces.
  const expect = options.expect ?? servedNo(state.serving);
  const decision = decideChange(state, { kind: 'publish', content, by, isDraft, expect });
  if (decision.kind === 'refused') return refuse(run, decision, { preview: { findings } });
  if (decision.kind === 'unchanged' || decision.release === null) {
    // That the folder has the text too is recorded.
    const result = await tasks.desk.publish(signed, submission, expect);
    if (result.kind === 'refused') return refuse(run, result, { preview: { findings } });
    return reportPublished(run, expect, content.hash, options.at !== undefined);
  }
  const preview = await previewOf(run, submitted, state);
  if (!(await isApproved(run, submission))) {
    showPreview(run, preview);
    return refuseUnapproved(run, submission, options.file, preview);
  }
  const { at, file } = options;
  if (at !== undefined)
    return schedulePublication(run, submission, preview, { at, besideNo: servedNo(state.serving), file });
  return publishNow(run, submitted, preview, state, options);
}

async function publishNow(
  run: ReleaseRun,
  { submission }: Submitted,
  preview: ReleasePreview,
  state: ReleaseState,
  { expect, file }: PublishOptions,
): Promise<ExitCode> {
  const { io, tasks, activityId, signed } = run;
  const messages = publishMessages[io.language];
  const { activity, content, isDraft } = submission;
  const declined = await confirmChange(run, preview, messages.ask(activityId, state.lastNo + 1));
  if (declined !== null) return declined;
  const result = await tasks.desk.publish(signed, submission, expect ?? servedNo(state.serving));
  if (result.kind === 'refused') {
    if (result.reason === 'not_approved') return refuseUnapproved(run, submission, file, preview);
    // The service may have published the same file in between.
    const now = await tasks.queries.state(activityId);
    if (expect === undefined && everyoneHas(now, content)) {
      return reportPublished(run, servedNo(now.serving), content.hash);
    }
    return refuse(run, result, { preview });
  }
  if (result.kind === 'unchanged' || result.newNo === null) {
    return reportPublished(run, servedNo(state.serving), content.hash);
  }
  const from = timeText(result.inForceAt, timezoneOf(activity, run.parts));
  return finishChange(run, {
    result,
    headline: messages.published(activityId),
    release: {
      no: result.newNo,
      hash: content.hash,
      pictureCount: Object.keys(content.pictures).length,
    },
    served: releasesMessages[io.language].servedFrom(from),
    preview,
    writesDraft: !isDraft,
  });
}

async function previewOf(
  run: ReleaseRun,
  { submission, findings }: Submitted,
  state: ReleaseState,
): Promise<ReleasePreview> {
  const { io, tasks, activityId } = run;
  const { language } = io;
  const messages = releasesMessages[language];
  const { activity, content, isDraft } = submission;
  const no = servedNo(state.serving);
  const before = no > 0 ? await tasks.queries.activity(activityId, no) : null;
  const hash = shortHash(content.hash);
  const candidate = no > 0 ? state.serving?.candidate : null;
  return {
    heading: no > 0 ? messages.heading(no, hash) : messages.firstHeading(hash),
    findings,
    ...(await compared(run, before, activity)),
    notes: [
      ...(no > 0 && !before ? [messages.noLongerRead(no)] : []),
      ...(candidate
        ? [publishMessages[language].rolloutStays(candidate.no, audienceText(candidate.audience, language))]
        : []),
      ...(state.serving?.isPaused ? [messages.paused(activityId)] : []),
      ...(isDraft ? [] : await lostDraftNotes(run, state, content)),
    ],
  };
}
