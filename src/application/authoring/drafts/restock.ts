import type { Activity, ActivityReading } from '../../../domain/activities/activity.ts';
import type { WholeRelease } from '../../../domain/releases/release.ts';
import { everyoneHas } from '../../../domain/releases/release-store.ts';
import { servedNo } from '../../../domain/releases/serving.ts';
import type { JsonTexts } from '../../../domain/shared/json-texts.ts';
import type { ManagedDesk, ManagedResult } from '../../releases/managed-desk.ts';
import type { ApprovalResult, ReleaseDesk } from '../../releases/release-desk.ts';
import type { ReleaseQueries } from '../../releases/release-queries.ts';
import type { Signed, Submission } from '../../releases/submission.ts';
import type { PrizeSummary } from '../check/draws-summary.ts';
import { inside } from '../check/walk.ts';
import type { ActivityDiff } from '../diff/diff-activities.ts';
import type { Awards } from './awards.ts';
import type { CheckedDraft, DraftCheck, DraftText } from './draft-check.ts';
import type { DraftReviews } from './draft-review.ts';

export interface RestockDependencies {
  readonly queries: Pick<ReleaseQueries, 'state' | 'release' | 'approvers'>;
  readonly read: (draft: DraftText) => ActivityReading;
  readonly check: Pick<DraftCheck, 'check'>;
  readonly reviews: Pick<DraftReviews, 'compare'>;
  readonly managed: Pick<ManagedDesk, 'publish'>;
  readonly releases: Pick<ReleaseDesk, 'approve'>;
  readonly awards: Awards;
  readonly texts: JsonTexts;
}

/** How many of a prize there are to be in all, or how many more. */
export type RestockOrder = { readonly prizeId: string } & (
  | { readonly stock: number }
  | { readonly add: number }
);

export interface RestockPlan {
  readonly kind: 'plan';
  readonly prize: PrizeSummary;
  readonly liveNo: number;
  readonly before: number;
  readonly after: number;
  /** `null` where that is not known. */
  readonly won: number | null;
  readonly checked: CheckedDraft;
  readonly submission: Submission;
  readonly diff: ActivityDiff;
  readonly approvers: readonly string[];
}

export type RestockRefusal = {
  readonly kind: 'refused';
  /**
   * `no_stock`: as many are won as are drawn. `stock_not_written`: the text gives it in another way than by one number.
   * `no_effect`: all of it is released in steps, which give less. `below_won`: nobody could win it any more.
   */
  readonly reason:
    | 'no_release'
    | 'removed'
    | 'unreadable_release'
    | 'no_such_prize'
    | 'no_stock'
    | 'stock_not_written'
    | 'no_effect'
    | 'nothing_new'
    | 'has_errors'
    | 'below_won';
};

/** Changes how many of a prize there are, and nothing else of what everyone has. */
export class Restock {
  readonly #deps: RestockDependencies;

  constructor(deps: RestockDependencies) {
    this.#deps = deps;
  }

  /** What it would be. @throws DependencyError if the store does not answer */
  async plan(activityId: string, order: RestockOrder): Promise<RestockPlan | RestockRefusal> {
    const { queries, read, check, reviews, awards, texts } = this.#deps;
    const state = await queries.state(activityId);
    if (!state.serving) return refused('no_release');
    if (state.serving.isRemoved) return refused('removed');
    const live = await queries.release(activityId, state.serving.no);
    const reading = live && read(live);
    if (!live || !reading?.ok) return refused('unreadable_release');
    const change = changeOf(texts, live, reading.activity, order);
    if (change.kind === 'refused') return change;
    const checked = await check.check({ ...live, text: change.text });
    if (checked.hasErrors || !checked.activity) return refused('has_errors');
    if (everyoneHas(state, checked.content)) return refused('nothing_new');
    const diff = await reviews.compare(reading.activity, checked.activity);
    const [old, now] = [diff?.before, diff?.after].map((side) =>
      side?.draws?.prizes.find(({ id }) => id === order.prizeId),
    );
    if (!diff || !old || !now) return refused('no_such_prize');
    if (old.stock === now.stock) return refused('no_effect');
    const { managedBy: by } = state.serving;
    const known = await awards.of(activityId);
    return {
      kind: 'plan',
      prize: now,
      liveNo: servedNo(state.serving),
      before: change.before,
      after: change.after,
      won: known && (known.awarded.get(order.prizeId) ?? 0),
      checked,
      submission: { activity: checked.activity, content: checked.content, pictures: [], by, isDraft: false },
      diff,
      approvers: await queries.approvers(activityId, checked.content),
    };
  }

  /**
   * @param shown.expect the release that was shown to everyone
   * @param shown.force also if fewer would be there than are won
   */
  async publish(
    signed: Signed,
    order: RestockOrder,
    { expect, force }: { readonly expect: number; readonly force: boolean },
  ): Promise<
    { readonly plan: RestockPlan; readonly result: ManagedResult } | { readonly result: RestockRefusal }
  > {
    const plan = await this.plan(signed.activityId, order);
    if (plan.kind === 'refused') return { result: plan };
    const isBelow = plan.won !== null && plan.after < plan.won;
    if (isBelow && !force) return { result: refused('below_won') };
    const { managed } = this.#deps;
    const result = await managed.publish(signed, plan.submission, expect, { known: [], ifEdited: 'keep' });
    return { plan, result };
  }

  /** @param content that the approver has read */
  async approve(
    signed: Signed,
    order: RestockOrder,
    content: string,
  ): Promise<ApprovalResult | RestockRefusal> {
    const plan = await this.plan(signed.activityId, order);
    if (plan.kind === 'refused') return plan;
    const wanted = plan.checked.content;
    if (wanted.content !== content) return { kind: 'other_text', hash: wanted.hash };
    return this.#deps.releases.approve(signed, wanted, wanted.hash);
  }
}

function changeOf(
  texts: JsonTexts,
  { text }: Pick<WholeRelease, 'text'>,
  { rulesAsWritten, prizeFacts }: Activity,
  order: RestockOrder,
):
  | { readonly kind: 'change'; readonly text: string; readonly before: number; readonly after: number }
  | RestockRefusal {
  const { prizeId } = order;
  if (!prizeFacts || !Object.hasOwn(prizeFacts, prizeId)) return refused('no_such_prize');
  const prizes = inside(rulesAsWritten, 'prizes') as Readonly<Record<string, unknown>> | undefined;
  const rule = prizes && Object.hasOwn(prizes, prizeId) ? prizes[prizeId] : undefined;
  const before = inside(rule, 'stock');
  if (before === undefined || before === null) return refused('no_stock');
  if (typeof before !== 'number') return refused('stock_not_written');
  const after = 'stock' in order ? order.stock : before + order.add;
  const edit = { path: ['rules', 'prizes', prizeId, 'stock'], value: after };
  return { kind: 'change', text: texts.edited(text, [edit]), before, after };
}

function refused(reason: RestockRefusal['reason']): RestockRefusal {
  return { kind: 'refused', reason };
}
