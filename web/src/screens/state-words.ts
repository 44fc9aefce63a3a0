import { fullMomentOf } from '../activity/moment.ts';
import type { Refusal } from '../activity/view-state.ts';
import { words } from '../words/words.ts';

export interface StateWords {
  readonly heading: string;
  readonly message: string;
}

/**
 * @param canLogIn whether the activity names where one logs in
 * @param canProve whether it names the page of a captcha
 */
export function stateWords(state: Refusal, canLogIn: boolean, canProve: boolean): StateWords {
  const texts = words().screens;
  const { headings, messages } = texts;
  switch (state.kind) {
    case 'please_log_in': {
      const message = state.expired ? texts.logInAgain : texts.logInToPlay;
      return {
        heading: state.expired ? headings.expired : headings.please_log_in,
        message: canLogIn ? message : texts.logInElsewhere,
      };
    }
    case 'not_started': {
      const { startsAt } = state.look;
      return {
        heading: headings.not_started,
        message: startsAt === null ? texts.stayTuned : texts.startsAt(fullMomentOf(startsAt)),
      };
    }
    case 'paused':
      // A promotion has neither chances nor prizes, which could be lost.
      return {
        heading: headings.paused,
        message: state.look.dispatch === 'shake' ? messages.paused_shake : messages.paused,
      };
    case 'proof_needed':
      return {
        heading: headings.proof_needed,
        message: canProve ? messages.proof_needed : messages.proof_elsewhere,
      };
    case 'no_such_activity':
      return {
        heading: headings.no_such_activity,
        message: state.named ? messages.no_such_activity : messages.no_id,
      };
    case 'failed':
      return {
        heading: state.reason === 'timeout' ? headings.timeout : headings.failed,
        message: state.message,
      };
    default:
      return { heading: headings[state.kind], message: messages[state.kind] };
  }
}

/** What has gone wrong: the lights of the scene are out then. The start, the end and a login are no faults. */
const DARK: readonly Refusal['kind'][] = [
  'no_such_activity',
  'too_many_requests',
  'busy',
  'offline',
  'failed',
  'paused',
];

export function isDark({ kind }: Refusal): boolean {
  return DARK.includes(kind);
}
