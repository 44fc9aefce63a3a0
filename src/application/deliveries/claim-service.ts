import { type Activity, summaryOf } from '../../domain/activities/activity.ts';
import type { NotClaimable, Result } from '../../domain/activities/result.ts';
import type { Claims } from '../../domain/deliveries/claims.ts';
import type { PhoneNumbers } from '../../domain/deliveries/phone-numbers.ts';
import type { WinnerDeliveries, WinnerDelivery } from '../../domain/deliveries/winner-deliveries.ts';
import { type FormValues, fieldAmiss, isSameForm, sealForm } from '../../domain/deliveries/winner-form.ts';
import type { DrawLedger } from '../../domain/draws/draw-ledger.ts';
import type { WinList } from '../../domain/draws/win-list.ts';
import type { Clock } from '../../domain/shared/clock.ts';
import { DependencyError } from '../../domain/shared/dependency-error.ts';
import type { Timer } from '../../domain/shared/timer.ts';
import type { Vault } from '../../domain/shared/vault.ts';
import type { RateLimiter } from '../../domain/visitors/rate-limiter.ts';
import type { RiskAssessor, RiskQuestion } from '../../domain/visitors/risk-assessor.ts';
import type { Reply } from '../activities/activity-service.ts';
import type { Drawers, DrawVisit } from '../draws/drawers.ts';
import type { MaybePromise } from '../shared/maybe-promise.ts';
import { AnswerDeadline } from './answer-deadline.ts';
import { Arrivals } from './arrivals.ts';
import { hasWon } from './has-won.ts';
import { RecordCalls } from './record-calls.ts';
import type { ShownDeliveries } from './shown-deliveries.ts';
import type { ShownDelivery } from './shown-delivery.ts';

/** A winner's form as it came. Its texts are clean; which fields the prize asks for is not known yet. */
export interface FormClaimed {
  readonly drawId: string;
  readonly form: FormValues;
  /** That a person is there, for the risk check. */
  readonly proof?: string | undefined;
}

export interface ClaimServiceDependencies {
  readonly drawers: Drawers;
  readonly ledger: Pick<DrawLedger, 'read'> & WinList;
  readonly deliveries: WinnerDeliveries;
  readonly claims: Claims;
  readonly shown: Pick<ShownDeliveries, 'shown' | 'valuesOf'>;
  /** Returns `null` where there are no keys. @throws Error if they cannot be read */
  readonly vault: () => Vault | null;
  readonly phones: PhoneNumbers;
  readonly clock: Clock;
  readonly timer: Timer;
  /** Counts each user's claims in each activity, together with the draws. */
  readonly rateLimiter: RateLimiter;
  /** Asked before a form is taken. */
  readonly riskAssessor?: RiskAssessor | null;
}

/** Takes the forms that winners fill in. */
export class ClaimService {
  readonly #deps: ClaimServiceDependencies;
  readonly #calls = new RecordCalls();
  readonly #arrivals: Arrivals<WinnerDelivery>;

  constructor(deps: ClaimServiceDependencies) {
    this.#deps = deps;
    this.#arrivals = new Arrivals(deps.timer);
  }

  /**
   * Records the form of a win, or another in its place while it is not sent; also after the end of the activity. The same
   * form again is served at any time and changes nothing: the first answer may have been lost.
   * @throws DependencyError if something that is needed does not answer; then the form can be sent again
   */
  claim(visit: DrawVisit, claimed: FormClaimed): MaybePromise<Reply<ShownDelivery>> {
    const { drawers, timer } = this.#deps;
    const deadline = new AnswerDeadline(timer);
    return drawers.forUser(visit, 'any', (activity, user) => {
      const { origin } = visit;
      const { drawId: requestId, proof } = claimed;
      const question: RiskQuestion = {
        ...{ activityId: activity.id, user, requestId, proof, origin },
        action: 'claim',
      };
      return deadline.keep(this.#claim(activity, question, claimed, deadline));
    });
  }

  async #claim(
    activity: Activity,
    question: RiskQuestion,
    { drawId, form }: FormClaimed,
    deadline: AnswerDeadline,
  ): Promise<Result<ShownDelivery>> {
    const { uid } = question.user;
    const permission = await this.#deps.rateLimiter.take(`${activity.id}:${uid}`);
    if (permission.kind === 'refused') {
      return { kind: 'too_many_draws', retryAfterSeconds: permission.retryAfterSeconds };
    }
    const delivery = await this.#deliveryOf(activity, uid, drawId);
    return delivery
      ? this.#fillIn(activity, question, delivery, form, deadline)
      : notClaimable('no_such_win');
  }

  async #fillIn(
    activity: Activity,
    question: RiskQuestion,
    delivery: WinnerDelivery,
    form: FormValues,
    deadline: AnswerDeadline,
  ): Promise<Result<ShownDelivery>> {
    if (delivery.method !== 'form') return notClaimable('not_a_form');
    const amiss = fieldAmiss(form, delivery.fields);
    if (amiss !== null) return { kind: 'bad_value', field: `form.${amiss}` };
    const values = this.#withPhone(activity, form);
    if (values === null) return { kind: 'bad_value', field: 'form.phone' };
    const { shown, claims, clock, riskAssessor } = this.#deps;
    const before = shown.valuesOf(activity.id, delivery);
    if (before && isSameForm(before, values)) return served(shown.shown(activity, delivery, values));
    const verdict = (await riskAssessor?.assess(question)) ?? 'allow';
    if (verdict === 'deny') return notClaimable('denied');
    if (verdict === 'challenge') return { kind: 'proof_needed', summary: summaryOf(activity, clock.now()) };
    const { drawId } = delivery;
    const { uid } = question.user;
    const sealedForm = this.#sealed(activity, drawId, values);
    const claim = { activityId: activity.id, drawId, uid, sealedForm, at: clock.now() };
    // Nobody waits for a form that is begun later: it might take the place of one that was sent after it.
    const claimed = await this.#calls.run(() => claims.claim(claim), deadline.leftMs());
    return claimed.kind === 'claimed'
      ? served(shown.shown(activity, { ...delivery, state: 'form_received' }, values))
      : notClaimable(claimed.kind);
  }

  /* `null`: the phone number is none. */
  #withPhone(activity: Activity, form: FormValues): FormValues | null {
    if (form.phone === undefined) return form;
    const { drawers, phones } = this.#deps;
    const phone = phones.read(form.phone, drawers.detailsOf(activity).rules.timezone);
    return phone === null ? null : { ...form, phone };
  }

  /* A form is never kept open: without a key it is not taken. */
  #sealed(activity: Activity, drawId: string, values: FormValues): string {
    try {
      const vault = this.#deps.vault();
      if (vault === null) throw new Error('DATA_KEY_FILE is not set');
      return sealForm(vault, values, { activityId: activity.id, drawId });
    } catch (error) {
      throw new DependencyError('record store', 'a form cannot be sealed', { cause: error });
    }
  }

  /** `null` for a draw that this user has not won. */
  async #deliveryOf(activity: Activity, uid: string, drawId: string): Promise<WinnerDelivery | null> {
    const look = () => this.#lookUp(activity.id, uid, drawId);
    const found = await look();
    if (found) return found;
    // Only what the ledger has is on its way.
    if (!(await hasWon(this.#deps.ledger, activity.id, uid, drawId))) return null;
    return this.#arrivals.of(activity.id, drawId, look);
  }

  async #lookUp(activityId: string, uid: string, drawId: string): Promise<WinnerDelivery | undefined> {
    const found = await this.#calls.run(() => this.#deps.deliveries.ofDraws(activityId, uid, [drawId]));
    return found.get(drawId);
  }
}

function served(data: ShownDelivery): Result<ShownDelivery> {
  return { kind: 'served', data };
}

function notClaimable(reason: NotClaimable): Result<never> {
  return { kind: 'not_claimable', reason };
}
