import type { Answer, FailureReason } from '../client/api.ts';
import { fieldsOf } from '../client/read.ts';
import { type SkuGroup, skuGroupsOf } from '../promotion/goods.ts';
import { type Look, lookOf, type ShakeData, shakeOf } from './activity-data.ts';

/** The refusals. The page shows the reason, in the activity's look if the server sent it. */
export type Refusal =
  | { readonly kind: 'please_log_in'; readonly look: Look; readonly expired: boolean }
  | { readonly kind: 'wrong_zone'; readonly look: Look }
  | { readonly kind: 'not_started'; readonly look: Look; readonly serverTime: number | null }
  | { readonly kind: 'ended'; readonly look: Look }
  | { readonly kind: 'no_such_activity'; readonly look: Look; readonly named: boolean }
  | { readonly kind: 'too_many_requests'; readonly look: Look }
  | { readonly kind: 'busy'; readonly look: Look }
  | { readonly kind: 'offline'; readonly look: Look }
  | { readonly kind: 'failed'; readonly look: Look; readonly message: string };

/** The screen of the page: exactly one of these. */
export type ViewState =
  | { readonly kind: 'loading' }
  | Refusal
  | { readonly kind: 'shake'; readonly look: Look; readonly shake: ShakeData }
  | { readonly kind: 'sku'; readonly look: Look; readonly groups: readonly SkuGroup[] };

/** The screen before the server has answered (`null`), and for each of its answers. */
export function viewStateOf(answer: Answer | null): ViewState {
  if (answer === null) return { kind: 'loading' };
  switch (answer.kind) {
    case 'not_asked':
      return { kind: 'no_such_activity', look: lookOf(undefined), named: false };
    case 'failed':
      return answer.reason === 'offline'
        ? { kind: 'offline', look: lookOf(undefined) }
        : { kind: 'failed', look: lookOf(undefined), message: whyFailed(answer.reason) };
    case 'answered':
      return answer.ret === 0 ? servedState(answer.data) : refusedState(answer);
  }
}

function whyFailed(reason: Exclude<FailureReason, 'offline'>): string {
  switch (reason) {
    case 'timeout':
      return '等了太久没有回音，请检查网络后再试';
    case 'network':
      return '网络好像断开了，请检查后再试';
    case 'not_an_answer':
      return '服务暂时不可用，请稍后再试';
  }
}

function servedState(data: unknown): ViewState {
  const named = lookOf(data);
  const look = named.title === '' ? { ...named, title: '活动' } : named;
  switch (fieldsOf(data)['dispatch']) {
    case 'shake':
      return { kind: 'shake', look, shake: shakeOf(data) };
    case 'sku':
      return { kind: 'sku', look, groups: skuGroupsOf(data) };
    default:
      // A kind that the server knows and this page does not: probably an outdated page.
      return { kind: 'failed', look, message: '页面需要更新，请重新打开' };
  }
}

function refusedState(answer: Extract<Answer, { kind: 'answered' }>): Refusal {
  const look = lookOf(answer.detail);
  switch (answer.ret) {
    case 1001:
      // A malformed token is shown as a refused one; a malformed id as an unknown one.
      return fieldsOf(answer.detail)['field'] === 'token'
        ? { kind: 'please_log_in', look, expired: true }
        : { kind: 'no_such_activity', look, named: true };
    case 1002:
      return { kind: 'no_such_activity', look, named: true };
    case 1003:
      return fieldsOf(answer.detail)['phase'] === 'not_started'
        ? { kind: 'not_started', look, serverTime: answer.serverTime }
        : { kind: 'ended', look };
    case 1004:
      return { kind: 'please_log_in', look, expired: false };
    case 1005:
      return { kind: 'please_log_in', look, expired: true };
    case 1006:
      return { kind: 'wrong_zone', look };
    case 4029:
      return { kind: 'too_many_requests', look };
    case 5003:
      return { kind: 'busy', look };
    default:
      return { kind: 'failed', look, message: answer.msg || '服务暂时不可用，请稍后再试' };
  }
}

/** Whether the fault is temporary, so that the page may ask again by itself. */
export function passes(state: ViewState): boolean {
  return state.kind === 'too_many_requests' || state.kind === 'busy' || state.kind === 'offline';
}
