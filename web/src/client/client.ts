import type { Store } from '../phone/kept.ts';
import { phoneStore } from '../phone/phone-store.ts';
import {
  type Answer,
  type ChanceClaim,
  fetchActivity,
  fetchChance,
  fetchClaim,
  fetchFairness,
  fetchPrizes,
  fetchTicket,
} from './api.ts';
import { pauseBefore } from './draw.ts';
import { type DrawWaiting, drawUntilKnown, type KnownResult } from './draw-until-known.ts';
import { type PendingDraw, pendingDraw } from './pending-draw.ts';
import { fieldsOf, textOf } from './read.ts';

export type { Store } from '../phone/kept.ts';
export type { Answer, ChanceClaim, FailureReason } from './api.ts';
export type { DrawWaiting, KnownResult } from './draw-until-known.ts';

export interface ClientOptions {
  /** The folder of the service, such as `https://h5.example.com/cms-market/`. */
  readonly base: string;
  readonly activityId: string;
  /** '' or left out: the server uses its cookie. */
  readonly token?: string;
  /** The `from` of the page's address: the channel that visits and draws count for. */
  readonly from?: string;
  /** Where the key of a draw is kept until its result was seen; the phone's `localStorage` by default. */
  readonly store?: Store;
}

/** What a draw has brought. Call `seen` once the visitor has seen it: until then, `resume` brings it again. */
export type Drawn = KnownResult & { readonly seen: () => void };

type Refused = Extract<Drawn, { kind: 'refused' }>;

/** The service for one activity and one visitor. No promise rejects: what went wrong is part of the answer. */
export interface Client {
  /** The activity's data for this visitor. */
  visit(): Promise<Answer>;
  /**
   * One draw. It is sent until its result is known, with the same key, so that a lost answer costs no chance. If an earlier
   * draw has not been seen yet, brings that one.
   */
  draw(waiting?: DrawWaiting): Promise<Drawn>;
  /** The draw that has not been seen, for example because the page was closed; `null` if there is none. */
  resume(waiting?: DrawWaiting): Promise<Drawn | null>;
  /** The visitor's prizes, also after the end. @param before only those before this position, counted from 0 */
  prizes(before?: number, limit?: number): Promise<Answer>;
  /** A winner's form. The same form may be sent again. @param proof what a captcha gave, after 1009 */
  claim(drawId: string, form: Readonly<Record<string, string>>, proof?: string): Promise<Answer>;
  /** An earned chance. */
  chances(claim: ChanceClaim): Promise<Answer>;
  /** A ticket for a win that is handed over at a counter. */
  ticket(drawId: string): Promise<Answer>;
  /** What binds the draws. @param rulesNo the set of rules whose text is wanted */
  fairness(rulesNo?: number): Promise<Answer>;
}

/** The address of this page names the activity where an own page is served: `{BASE}/p/<id>/`. */
const OWN_PAGE = /^(.*\/)p\/([A-Za-z0-9_-]{1,64})\//;

/** The options of a page that the service serves itself, read from the page's address. */
export function optionsOf(address: string): ClientOptions {
  const { origin, pathname, searchParams } = new URL(address);
  const [, base, id] = OWN_PAGE.exec(pathname) ?? [];
  return {
    base: origin + (base ?? pathname),
    activityId: id ?? searchParams.get('id') ?? '',
    token: searchParams.get('token') ?? '',
    from: searchParams.get('from') ?? '',
  };
}

export function createClient({
  base,
  activityId,
  token = '',
  from = '',
  store = phoneStore,
}: ClientOptions): Client {
  let visited: { readonly uid: string } | null = null;

  const question = (path: string) => ({ endpoint: new URL(path, base).href, activityId, token });

  async function visit(): Promise<Answer> {
    const answer = await fetchActivity({ ...question('static'), channel: from });
    if (answer.kind === 'answered' && answer.ret === 0) {
      visited = { uid: textOf(fieldsOf(fieldsOf(answer.data)['user_draw_info'])['uid']) };
    }
    return answer;
  }

  /**
   * The visitor's keys, or why there are none. A key belongs to one user, for another one it would be a new draw: so nothing
   * is drawn until the service has said who the visitor is.
   */
  async function pending(waiting: DrawWaiting = {}): Promise<PendingDraw | Refused> {
    for (let attempts = 1; visited === null; attempts += 1) {
      const answer = await visit();
      if (answer.kind === 'answered' && answer.ret !== 0 && answer.ret < 4000) {
        return { kind: 'refused', settled: true, answer, seen() {} };
      }
      if (visited !== null) break;
      waiting.onUnsure?.(answer.kind === 'answered');
      const asked = answer.kind === 'answered' ? answer.retryAfterMs : 0;
      await new Promise((resolve) => setTimeout(resolve, Math.max(pauseBefore(attempts), asked)));
      if (waiting.signal?.aborted) await new Promise(() => {});
    }
    return pendingDraw(activityId, visited.uid, store);
  }

  async function drawn(key: string, settle: () => void, waiting?: DrawWaiting): Promise<Drawn> {
    const result = await drawUntilKnown({ ...question('shake/draw'), channel: from }, key, waiting);
    if (result.kind === 'refused' && result.settled) settle();
    return { ...result, seen: settle };
  }

  return {
    visit,
    async draw(waiting) {
      const keys = await pending(waiting);
      if ('kind' in keys) return keys;
      return drawn(keys.current() ?? keys.begin(), keys.settle, waiting);
    },
    async resume(waiting) {
      const keys = await pending(waiting);
      if ('kind' in keys) return null;
      const key = keys.current();
      return key === null ? null : drawn(key, keys.settle, waiting);
    },
    prizes: (before, limit) => fetchPrizes(question('shake/prizes'), before ?? null, limit),
    claim: (drawId, form, proof) => fetchClaim({ ...question('shake/claim'), proof }, drawId, form),
    chances: (claim) => fetchChance(question('shake/chances'), claim),
    ticket: (drawId) => fetchTicket(question('shake/ticket'), drawId),
    fairness: (rulesNo) => fetchFairness(question('shake/fairness'), rulesNo),
  };
}
