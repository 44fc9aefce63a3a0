import { drawInfoOf } from '../activity/activity-data.ts';
import { endpointOf, type PageAddress } from '../activity/address.ts';
import { fetchFairness, fetchPrizes, PRIZES_PER_PAGE } from '../client/api.ts';
import { type Fairness, fairnessOf } from '../client/fairness.ts';
import { drawsPageOf, type OwnDraw } from '../client/own-draws.ts';

/* A page can be asked for as often as it comes nearer to the first; this ends it where it does not. */
const MOST_PAGES = 200;

export type OwnDraws = readonly OwnDraw[] | 'failed' | 'stranger';

/** What binds the draws; `null` if it cannot be had. */
export async function loadFairness({ activityId, clean }: PageAddress, rulesNo?: number) {
  const question = { endpoint: endpointOf(clean, 'shake/fairness'), activityId };
  const answer = await fetchFairness(question, rulesNo);
  return answer.kind === 'answered' && answer.ret === 0 ? fairnessOf(answer.data) : null;
}

/** The same with the texts of all the sets of rules that these draws need: an answer has room for some only. */
export async function withTexts(
  fairness: Fairness,
  draws: readonly OwnDraw[],
  address: PageAddress,
): Promise<Fairness> {
  const texts = new Map<number, string>();
  for (const no of new Set(draws.map(({ rulesNo }) => rulesNo))) {
    if (fairness.rules.find((entry) => entry.no === no)?.text !== '') continue;
    const found = (await loadFairness(address, no))?.rules.find((entry) => entry.no === no);
    if (found) texts.set(no, found.text);
  }
  const rules = fairness.rules.map((entry) => ({
    ...entry,
    text: entry.text || (texts.get(entry.no) ?? ''),
  }));
  return { ...fairness, rules };
}

/** Who the visitor is for the draws; '' if that cannot be had. */
export async function loadUid({ activityId, clean, token }: PageAddress): Promise<string> {
  const answer = await fetchPrizes({ endpoint: endpointOf(clean, 'shake/prizes'), activityId, token });
  return answer.kind === 'answered' && answer.ret === 0 ? (drawInfoOf(answer.data)?.uid ?? '') : '';
}

/** All draws of the user, oldest first. */
export async function loadOwnDraws({ activityId, clean, token }: PageAddress): Promise<OwnDraws> {
  const question = { endpoint: endpointOf(clean, 'shake/draws'), activityId, token };
  let all: readonly OwnDraw[] = [];
  let before: number | null = null;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const answer = await fetchPrizes(question, before, PRIZES_PER_PAGE);
    if (answer.kind === 'answered' && (answer.ret === 1004 || answer.ret === 1005)) return 'stranger';
    const found = answer.kind === 'answered' && answer.ret === 0 ? drawsPageOf(answer.data) : null;
    if (found === null || (before !== null && found.before >= before)) return 'failed';
    all = [...found.draws, ...all];
    if (found.before === 0) return all;
    before = found.before;
  }
  return 'failed';
}
