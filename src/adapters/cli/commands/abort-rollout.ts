import type { ExitCode } from '../exit-codes.ts';
import { publishMessages } from '../i18n/publish-messages.ts';
import { releasesMessages } from '../i18n/releases-messages.ts';
import { audienceText } from '../render/audience-text.ts';
import { timeText } from '../render/time-text.ts';
import { confirmChange } from './confirm-change.ts';
import { finishChange } from './finish-change.ts';
import { refuse } from './refuse-change.ts';
import type { KnownState, ReleaseRun } from './release-run.ts';
import { compared, lostDraftNotes, timezoneOf } from './release-texts.ts';

/** Ends a rollout: all have what most have. */
export async function abortRollout(
  run: ReleaseRun,
  { serving, release }: KnownState,
  { writesDraft }: { readonly writesDraft: boolean },
): Promise<ExitCode> {
  const { io, tasks, activityId, signed } = run;
  const { language } = io;
  const messages = publishMessages[language];
  const { candidate } = serving;
  if (!candidate || !release) return refuse(run, { kind: 'refused', reason: 'no_rollout' });
  const some = await tasks.queries.activity(activityId, candidate.no);
  const all = await tasks.queries.activity(activityId, serving.no);
  const whole = writesDraft ? await tasks.queries.release(activityId, serving.no) : undefined;
  const preview = {
    heading: messages.candidateHeading(candidate.no, serving.no),
    findings: [],
    ...(all ? await compared(run, some, all) : { diff: null, summary: null }),
    notes: [
      messages.rolloutEnds(candidate.no, audienceText(candidate.audience, language)),
      ...(whole ? await lostDraftNotes(run, { serving }, whole) : []),
    ],
  };
  const declined = await confirmChange(run, preview, messages.askAbort(candidate.no, activityId));
  if (declined !== null) return declined;
  const result = await tasks.desk.abort(signed, { expect: serving.no, candidate: candidate.no });
  if (result.kind === 'unchanged') throw new Error('an end of a rollout changes something');
  if (result.kind === 'refused') return refuse(run, result, { preview });
  const from = timeText(result.inForceAt, timezoneOf(all, run.parts));
  return finishChange(run, {
    result,
    headline: messages.aborted(activityId),
    release: { no: serving.no, hash: release.hash, pictureCount: Object.keys(release.pictures).length },
    served: releasesMessages[language].servedFrom(from),
    preview,
    writesDraft,
  });
}
