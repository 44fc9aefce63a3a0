import type { Activity } from '../../../domain/activities/activity.ts';
import { decideChange } from '../../../domain/releases/decide-change.ts';
import type { WholeRelease } from '../../../domain/releases/release.ts';
import type { Command } from '../command.ts';
import type { ExitCode } from '../exit-codes.ts';
import { publishMessages } from '../i18n/publish-messages.ts';
import { releasesMessages } from '../i18n/releases-messages.ts';
import { activityArgument, jsonOption } from '../options.ts';
import { audienceText } from '../render/audience-text.ts';
import type { ReleasePreview } from '../render/release-report.ts';
import { timeText } from '../render/time-text.ts';
import { abortRollout } from './abort-rollout.ts';
import { confirmChange, reportPublished } from './confirm-change.ts';
import { finishChange } from './finish-change.ts';
import { refuse } from './refuse-change.ts';
import { releaseArgument, releaseNoOf } from './release-argument.ts';
import { asOption, type ChangeOptions, noteOption, yesOption } from './release-options.ts';
import { type KnownState, openKnown, type ReleaseRun } from './release-run.ts';
import { compared, lostDraftNotes, timezoneOf } from './release-texts.ts';

export const rollbackCommand: Command<ChangeOptions> = {
  name: 'rollback',
  summary: {
    en: 'publish an earlier text again, and put it back into the folder; or end a rollout',
    zh: '回滚到之前的版本（草稿一并恢复）；灰度进行中则终止灰度',
  },
  settings: 'authoring',
  arguments: [
    activityArgument,
    releaseArgument({ en: 'the one before, if left out', zh: '省略则为上一个版本' }),
  ],
  options: [noteOption, yesOption, asOption, jsonOption],
  async run(parts, io, args, options) {
    const [activityId] = args as [string];
    const no = releaseNoOf(args[1], io);
    if (no.kind === 'refused') return no.exitCode;
    const opened = await openKnown(parts, io, activityId, 'own', options);
    if (opened.kind === 'refused') return opened.exitCode;
    const { run, state } = opened;
    if (state.serving.isRemoved) return refuse(run, { kind: 'refused', reason: 'removed' });
    if (no.no === undefined && state.serving.candidate) {
      return abortRollout(run, state, { writesDraft: true });
    }
    const wanted = no.no ?? (await run.tasks.queries.releaseBefore(activityId, state.serving.no));
    if (wanted === null) {
      const message = releasesMessages[io.language].refused.no_earlier_release(activityId);
      return refuse(run, { kind: 'refused', reason: 'no_such_release' }, { message });
    }
    const release = await run.tasks.queries.release(activityId, wanted);
    if (!release) return refuse(run, { kind: 'refused', reason: 'no_such_release' });
    return rollBack(run, state, release);
  },
};

async function rollBack(run: ReleaseRun, state: KnownState, release: WholeRelease): Promise<ExitCode> {
  const { io, tasks, activityId, signed } = run;
  const messages = publishMessages[io.language];
  const reading = tasks.read(release);
  if (!reading.ok) return refuse(run, { kind: 'refused', reason: 'unreadable_release' });
  const decision = decideChange(state, { kind: 'roll_back', content: release });
  if (decision.kind === 'refused') {
    if (decision.reason !== 'nothing_new') return refuse(run, decision);
    return reportPublished(run, decision.no, release.hash);
  }
  const preview = await previewOf(run, state, release, reading.activity);
  const declined = await confirmChange(run, preview, messages.askBack(release.no, activityId));
  if (declined !== null) return declined;
  const result = await tasks.desk.rollBack(signed, release.no, state.serving.no);
  if (result.kind === 'refused') return refuse(run, result, { preview });
  if (result.kind === 'unchanged') return reportPublished(run, result.no, release.hash);
  const from = timeText(result.inForceAt, timezoneOf(reading.activity, run.parts));
  return finishChange(run, {
    result,
    headline: messages.rolledBack(activityId, release.no),
    release: {
      no: result.serving.no,
      hash: release.hash,
      pictureCount: Object.keys(release.pictures).length,
    },
    served: releasesMessages[io.language].servedFrom(from),
    preview,
    writesDraft: true,
  });
}

async function previewOf(
  run: ReleaseRun,
  { serving }: KnownState,
  release: WholeRelease,
  earlier: Activity,
): Promise<ReleasePreview> {
  const { io, tasks, activityId } = run;
  const { language } = io;
  const before = await tasks.queries.activity(activityId, serving.no);
  const { candidate } = serving;
  const messages = publishMessages[language];
  return {
    heading: messages.backHeading(serving.no, release.no),
    findings: [],
    ...(await compared(run, before, earlier)),
    notes: [
      ...(before ? [] : [releasesMessages[language].noLongerRead(serving.no)]),
      ...(candidate ? [messages.rolloutEnds(candidate.no, audienceText(candidate.audience, language))] : []),
      ...(serving.isPaused ? [releasesMessages[language].paused(activityId)] : []),
      ...(await lostDraftNotes(run, { serving }, release)),
    ],
  };
}
