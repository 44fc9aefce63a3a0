import type { Finding } from '../../../application/authoring/check/finding.ts';
import type { Submission } from '../../../application/releases/submission.ts';
import type { Activity } from '../../../domain/activities/activity.ts';
import type { Audience } from '../../../domain/releases/audience.ts';
import { candidateRefusal } from '../../../domain/releases/candidate-refusal.ts';
import { decideChange } from '../../../domain/releases/decide-change.ts';
import type { ReleaseContent } from '../../../domain/releases/release.ts';
import { everyoneHas } from '../../../domain/releases/release-store.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { releasesMessages } from '../i18n/releases-messages.ts';
import { rolloutMessages } from '../i18n/rollout-messages.ts';
import { audienceText } from '../render/audience-text.ts';
import type { ReleasePreview } from '../render/release-report.ts';
import { shortHash } from '../render/short-hash.ts';
import { plain } from '../render/text-layout.ts';
import { timeText } from '../render/time-text.ts';
import { isApproved, refuseUnapproved } from './approval.ts';
import { confirmChange, reportUnchanged, showPreview } from './confirm-change.ts';
import { finishChange } from './finish-change.ts';
import { checkedSubmission } from './open-submission.ts';
import { refuse } from './refuse-change.ts';
import type { KnownState, Opened, ReleaseRun } from './release-run.ts';
import { compared, timezoneOf } from './release-texts.ts';

/** What some users are to get. */
interface Candidate {
  /** `null`: the candidate that is there. */
  readonly submission: Submission | null;
  readonly activity: Activity;
  readonly content: Pick<ReleaseContent, 'hash' | 'pictures'>;
  readonly findings: readonly Finding[];
}

/** Gives a text to some users, or the candidate that is there to others. @param file left out: the draft, where it is new */
export async function beginRollout(
  run: ReleaseRun,
  state: KnownState,
  audience: Audience,
  file: string | undefined,
): Promise<ExitCode> {
  const { io, tasks, activityId } = run;
  const opened = await candidateOf(run, state, file);
  if (opened.kind === 'refused') return opened.exitCode;
  const { submission, activity, findings } = opened;
  const { isDraft = false, content: newContent = null } = submission ?? {};
  const wanted = { kind: 'roll_out', content: newContent, audience, by: 'files', isDraft } as const;
  const decision = decideChange(state, wanted);
  if (decision.kind === 'refused') return refuse(run, decision, { preview: { findings } });
  if (decision.kind === 'unchanged') return reportSame(run, state, audience);
  const stable = await tasks.queries.activity(activityId, state.serving.no);
  const reason = stable && submission ? candidateRefusal(stable, activity) : null;
  if (reason) return refuse(run, { kind: 'refused', reason }, { preview: { findings } });
  const isNew = decision.release !== null;
  const preview = await previewOf(run, state, opened, stable, audience, isNew);
  if (isNew && submission && !(await isApproved(run, submission))) {
    showPreview(run, preview);
    return refuseUnapproved(run, submission, file, preview);
  }
  const no = isNew ? state.lastNo + 1 : (state.serving.candidate?.no ?? 0);
  const question = rolloutMessages[io.language].askBegin(no, audienceText(audience, io.language), activityId);
  const declined = await confirmChange(run, preview, question);
  return declined ?? rollOut(run, state, opened, audience, preview, file);
}

function reportSame(run: ReleaseRun, { serving }: Pick<KnownState, 'serving'>, audience: Audience): ExitCode {
  const { language } = run.io;
  const who = audienceText(audience, language);
  return reportUnchanged(run, rolloutMessages[language].unchanged(serving.candidate?.no ?? 0, who));
}

async function rollOut(
  run: ReleaseRun,
  { serving }: KnownState,
  { submission, activity, content }: Candidate,
  audience: Audience,
  preview: ReleasePreview,
  file: string | undefined,
): Promise<ExitCode> {
  const { io, tasks, activityId, signed, parts } = run;
  const messages = rolloutMessages[io.language];
  const shown = { expect: serving.no, candidate: serving.candidate?.no ?? 0 };
  const result = await tasks.desk.rollOut(signed, submission, audience, shown);
  if (result.kind === 'unchanged') return reportSame(run, { serving }, audience);
  if (result.kind === 'refused') {
    return result.reason === 'not_approved' && submission
      ? refuseUnapproved(run, submission, file, preview)
      : refuse(run, result, { preview });
  }
  const from = timeText(result.inForceAt, timezoneOf(activity, parts));
  return finishChange(run, {
    result,
    headline: messages.rollingOut(activityId),
    release: {
      no: result.serving.candidate?.no ?? 0,
      hash: content.hash,
      pictureCount: Object.keys(content.pictures).length,
    },
    served: messages.servedTo(audienceText(audience, io.language), from),
    preview,
    writesDraft: false,
  });
}

/* The file; else the draft where it is not what everyone has; else the candidate that is there. */
async function candidateOf(
  run: ReleaseRun,
  state: KnownState,
  file: string | undefined,
): Promise<Opened<Candidate>> {
  const { parts, io, tasks, activityId, json } = run;
  const messages = releasesMessages[io.language];
  const draft = await parts.readDraft(activityId, file);
  if (!draft && file !== undefined) {
    io.stderr.write(`cms-market: ${messages.noFile(plain(file))}\n`);
    return { kind: 'refused', exitCode: exitCodes.usage };
  }
  if (draft) {
    const request = { parts, io, activityId, json, file };
    const checked = await checkedSubmission(request, draft, tasks);
    if (checked.kind === 'refused') return checked;
    const { submission, findings } = checked;
    const { content, activity } = submission;
    const isNew = !everyoneHas(state, content);
    if (isNew || file !== undefined) return { kind: 'opened', submission, activity, content, findings };
  }
  const { candidate } = state;
  if (!candidate) {
    const path = draft?.path ?? `${parts.activitiesFolder}/${activityId}/data.json`;
    const message = messages.refused.no_candidate(path);
    return {
      kind: 'refused',
      exitCode: refuse(run, { kind: 'refused', reason: 'no_rollout' }, { message }),
    };
  }
  const activity = await tasks.queries.activity(activityId, candidate.no);
  if (activity) return { kind: 'opened', submission: null, activity, content: candidate, findings: [] };
  return { kind: 'refused', exitCode: refuse(run, { kind: 'refused', reason: 'unreadable_release' }) };
}

async function previewOf(
  run: ReleaseRun,
  { serving }: KnownState,
  { activity, content, findings }: Candidate,
  stable: Activity | null,
  audience: Audience,
  isNew: boolean,
): Promise<ReleasePreview> {
  const { language } = run.io;
  const messages = rolloutMessages[language];
  const { no, candidate, isPaused } = serving;
  const who = (of: Audience) => audienceText(of, language);
  const { zones } = activity;
  const unknownZones =
    audience.kind === 'zones' && zones ? audience.zones.filter((zone) => !zones.has(zone)) : [];
  return {
    heading: messages.heading(no, shortHash(content.hash)),
    findings,
    ...(await compared(run, stable, activity)),
    notes: [
      ...(candidate
        ? [
            isNew
              ? messages.replaced(candidate.no, who(candidate.audience))
              : messages.wider(who(candidate.audience), who(audience)),
          ]
        : []),
      ...(unknownZones.length > 0 ? [messages.unknownZones(unknownZones.map(plain))] : []),
      ...(isPaused ? [releasesMessages[language].paused(run.activityId)] : []),
    ],
  };
}
