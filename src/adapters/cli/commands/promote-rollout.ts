import { decideChange } from '../../../domain/releases/decide-change.ts';
import type { ExitCode } from '../exit-codes.ts';
import { releasesMessages } from '../i18n/releases-messages.ts';
import { rolloutMessages } from '../i18n/rollout-messages.ts';
import { shortHash } from '../render/short-hash.ts';
import { timeText } from '../render/time-text.ts';
import { confirmChange } from './confirm-change.ts';
import { finishChange } from './finish-change.ts';
import { refuse } from './refuse-change.ts';
import type { KnownState, ReleaseRun } from './release-run.ts';
import { compared, lostDraftNotes, timezoneOf } from './release-texts.ts';

/** Gives the candidate to everyone. */
export async function promoteRollout(run: ReleaseRun, state: KnownState): Promise<ExitCode> {
  const { io, tasks, activityId, signed } = run;
  const { language } = io;
  const messages = rolloutMessages[language];
  const { serving, candidate } = state;
  const decision = decideChange(state, { kind: 'promote' });
  if (decision.kind === 'refused') return refuse(run, decision);
  const whole = candidate && (await tasks.queries.release(activityId, candidate.no));
  const reading = whole ? tasks.read(whole) : null;
  if (!candidate || !whole || !reading?.ok)
    return refuse(run, { kind: 'refused', reason: 'unreadable_release' });
  const preview = {
    heading: messages.heading(serving.no, shortHash(candidate.hash)),
    findings: [],
    ...(await compared(run, await tasks.queries.activity(activityId, serving.no), reading.activity)),
    notes: [
      ...(serving.isPaused ? [releasesMessages[language].paused(activityId)] : []),
      ...(await lostDraftNotes(run, { serving }, whole)),
    ],
  };
  const declined = await confirmChange(run, preview, messages.askPromote(candidate.no, activityId));
  if (declined !== null) return declined;
  const result = await tasks.desk.promote(signed, { candidate: candidate.no });
  if (result.kind === 'unchanged') throw new Error('a promotion changes something');
  if (result.kind === 'refused') return refuse(run, result, { preview });
  const from = timeText(result.inForceAt, timezoneOf(reading.activity, run.parts));
  return finishChange(run, {
    result,
    headline: messages.promoted(activityId),
    release: {
      no: result.serving.no,
      hash: candidate.hash,
      pictureCount: Object.keys(candidate.pictures).length,
    },
    served: releasesMessages[language].servedFrom(from),
    preview,
    writesDraft: true,
  });
}
