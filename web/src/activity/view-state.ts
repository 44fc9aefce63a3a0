import type { Answer, FailureReason } from '../client/api.ts';
import { fieldsOf } from '../client/read.ts';
import { words } from '../words/words.ts';
import { type Look, lookOf, type ShakeData, shakeOf } from './activity-data.ts';
import { type SkuGroup, skuGroupsOf } from './goods.ts';

/** Why the activity could not be opened: no answer, an outdated page, or a fault that the server reports. */
export type FailedReason = Exclude<FailureReason, 'offline'> | 'outdated' | 'fault';

/** The refusals. The page shows the reason, in the activity's look if the server sent it. */
export type Refusal =
  | { readonly kind: 'please_log_in'; readonly look: Look; readonly expired: boolean }
  | { readonly kind: 'wrong_zone'; readonly look: Look }
  | { readonly kind: 'blocked'; readonly look: Look }
  | { readonly kind: 'proof_needed'; readonly look: Look }
  | {
      readonly kind: 'not_started';
      readonly look: Look;
      /** Whether the visitor is not logged in. */
      readonly stranger: boolean;
    }
  | { readonly kind: 'ended'; readonly look: Look; readonly stranger: boolean }
  | { readonly kind: 'paused'; readonly look: Look }
  | { readonly kind: 'no_such_activity'; readonly look: Look; readonly named: boolean }
  | { readonly kind: 'too_many_requests'; readonly look: Look }
  | { readonly kind: 'busy'; readonly look: Look }
  | { readonly kind: 'offline'; readonly look: Look }
  | { readonly kind: 'failed'; readonly look: Look; readonly reason: FailedReason; readonly message: string };

/** The screen of the page: exactly one of these. */
export type ViewState =
  | { readonly kind: 'loading' }
  | Refusal
  | { readonly kind: 'shake'; readonly look: Look; readonly shake: ShakeData }
  | { readonly kind: 'sku'; readonly look: Look; readonly groups: readonly SkuGroup[] };

type Answered = Extract<Answer, { kind: 'answered' }>;

/**
 * The screen before the server has answered (`null`), and for each of its answers.
 * @param known the look of the last visit, for an answer that has none
 */
export function viewStateOf(answer: Answer | null, known: Look | null = null): ViewState {
  if (answer === null) return { kind: 'loading' };
  const otherwise = known ?? lookOf(undefined);
  switch (answer.kind) {
    case 'not_asked':
      return { kind: 'no_such_activity', look: lookOf(undefined), named: false };
    case 'failed':
      return answer.reason === 'offline'
        ? { kind: 'offline', look: otherwise }
        : failed(otherwise, answer.reason, words().screens.messages[answer.reason]);
    case 'answered':
      return answer.ret === 0 ? servedState(answer.data) : refusedState(answer, otherwise);
  }
}

function failed(look: Look, reason: FailedReason, message: string): Refusal {
  return { kind: 'failed', look, reason, message };
}

function servedState(data: unknown): ViewState {
  const named = lookOf(data);
  const { untitled, messages } = words().screens;
  const look = named.title === '' ? { ...named, title: untitled } : named;
  switch (fieldsOf(data)['dispatch']) {
    case 'shake':
      return { kind: 'shake', look, shake: shakeOf(data) };
    case 'sku':
      return { kind: 'sku', look, groups: skuGroupsOf(data) };
    default:
      // A kind that the server knows and this page does not: probably an outdated page.
      return failed(look, 'outdated', messages.outdated);
  }
}

/** @param otherwise the look where the answer has none; not for an activity that there is not */
function refusedState(answer: Answered, otherwise: Look): Refusal {
  const own = lookOf(answer.detail);
  const look = own.title === '' ? otherwise : own;
  switch (answer.ret) {
    case 1001:
      // A malformed token is shown as a refused one; a malformed id as an unknown one.
      return fieldsOf(answer.detail)['field'] === 'token'
        ? { kind: 'please_log_in', look, expired: true }
        : { kind: 'no_such_activity', look: own, named: true };
    case 1002:
      return { kind: 'no_such_activity', look: own, named: true };
    case 1003:
      return closedState(answer, look, false) ?? { kind: 'ended', look, stranger: false };
    case 1004:
      return closedState(answer, look, true) ?? { kind: 'please_log_in', look, expired: false };
    case 1005:
      return closedState(answer, look, true) ?? { kind: 'please_log_in', look, expired: true };
    case 1006:
      return { kind: 'wrong_zone', look };
    case 1007:
      return { kind: 'paused', look };
    case 1008:
      return { kind: 'blocked', look };
    case 1009:
      return { kind: 'proof_needed', look };
    case 4029:
      return { kind: 'too_many_requests', look };
    case 5003:
      return { kind: 'busy', look };
    default:
      return failed(look, 'fault', answer.msg || words().screens.messages.not_an_answer);
  }
}

/** Before the start and after the end, that is what a visitor without a login wants to know first. */
function closedState({ detail }: Answered, look: Look, stranger: boolean): Refusal | null {
  switch (fieldsOf(detail)['phase']) {
    case 'not_started':
      return { kind: 'not_started', look, stranger };
    case 'ended':
      return { kind: 'ended', look, stranger };
    default:
      return null;
  }
}

const UNANSWERED: readonly FailedReason[] = ['timeout', 'network', 'not_an_answer'];

/** Whether the fault is temporary, so that the page may ask again by itself. */
export function passes(state: ViewState): boolean {
  if (state.kind === 'failed') return UNANSWERED.includes(state.reason);
  return state.kind === 'too_many_requests' || state.kind === 'busy' || state.kind === 'offline';
}
