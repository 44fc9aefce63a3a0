import type { GrantDesk } from '../../../../application/analysis/people/grant-desk.ts';
import type { UserLookup } from '../../../../application/analysis/people/user-lookup.ts';
import type { FormDesk } from '../../../../application/deliveries/form-desk.ts';
import { FORM_FIELDS } from '../../../../domain/draws/prize-delivery.ts';
import { ConsoleRefusal, refusedBecause } from '../console-refusal.ts';
import { type ConsoleRoute, consoleRoute, type TracedRequest } from '../console-route.ts';
import {
  type FormInput,
  type FormView,
  formInput,
  formSchema,
  type GrantsInput,
  type GrantsView,
  grantsInput,
  grantsSchema,
  lookupInput,
  lookupSchema,
  userDrawsInput,
  userDrawsSchema,
  userEarningsInput,
  userEarningsSchema,
  userWinsInput,
  userWinsSchema,
} from '../contract/users.ts';
import { isoOf } from '../encode/iso.ts';
import { jsonOfDraws, jsonOfEarnings, jsonOfUser, jsonOfWins } from '../encode/json-of-user.ts';
import { readCursor } from '../encode/page-cursor.ts';
import type { PeopleWords } from '../people-words.ts';

export interface UsersRoutesDependencies {
  readonly lookup: UserLookup;
  readonly forms: FormDesk;
  readonly grants: GrantDesk;
  readonly words: PeopleWords;
}

/* A thousand uids, each of 128 characters of three bytes. */
const GRANTS_BODY_BYTES = 512 * 1024;

/** What support asks about one user, and the chances that it gives. */
export function usersRoutes(deps: UsersRoutesDependencies): readonly ConsoleRoute[] {
  const { grants, forms } = deps;
  return [
    ...lookupRoutes(deps),
    consoleRoute({
      method: 'POST',
      path: '/users/form',
      access: 'personal',
      trail: 'look',
      summary: 'What a winner has typed; the look is in the trail',
      input: formInput,
      output: formSchema,
      handle: (request) => openForm(forms, request),
    }),
    consoleRoute({
      method: 'POST',
      path: '/grants',
      access: 'support',
      scope: 'grants',
      trail: 'change',
      summary: 'Gives users chances to draw, once for each user and key',
      input: grantsInput,
      output: grantsSchema,
      body: GRANTS_BODY_BYTES,
      handle: (request) => grant(grants, request),
    }),
  ];
}

function lookupRoutes({ lookup, words }: UsersRoutesDependencies): readonly ConsoleRoute[] {
  return [
    consoleRoute({
      method: 'POST',
      path: '/users/lookup',
      access: 'support',
      summary: 'Why a user is served or refused, with chances, draws and wins',
      input: lookupInput,
      output: lookupSchema,
      handle: async ({ input: { activity_id: activityId, uid, zone } }) => {
        const who = { activityId, uid, zoneId: zone ?? null };
        return jsonOfUser(who, await lookup.lookUp(who), words);
      },
    }),
    consoleRoute({
      method: 'POST',
      path: '/users/draws',
      access: 'support',
      summary: 'Earlier draws of a user',
      input: userDrawsInput,
      output: userDrawsSchema,
      handle: async ({ input: { activity_id: activityId, uid, before } }) =>
        jsonOfDraws(await lookup.draws({ activityId, uid }, before)),
    }),
    consoleRoute({
      method: 'POST',
      path: '/users/wins',
      access: 'support',
      summary: 'Earlier wins of a user, with their deliveries',
      input: userWinsInput,
      output: userWinsSchema,
      handle: async ({ input: { activity_id: activityId, uid, before } }) => {
        const { number: wonAt, text: drawId } = readCursor(before, 'before');
        return jsonOfWins(await lookup.wins({ activityId, uid }, { wonAt, drawId }));
      },
    }),
    consoleRoute({
      method: 'POST',
      path: '/users/earnings',
      access: 'support',
      summary: 'Chances that a user has earned earlier',
      input: userEarningsInput,
      output: userEarningsSchema,
      handle: async ({ input: { activity_id: activityId, uid, before } }) => {
        const { number: at, text } = readCursor(before, 'before');
        const seq = Number(text);
        if (!Number.isSafeInteger(seq)) throw new ConsoleRefusal('invalid', { field: 'before' });
        return jsonOfEarnings(await lookup.earnings({ activityId, uid }, { at, seq }));
      },
    }),
  ];
}

async function openForm(forms: FormDesk, { input, record }: TracedRequest<FormInput>): Promise<FormView> {
  const { activity_id: activityId, draw_id: drawId, reason } = input;
  const opened = await forms.open(activityId, drawId, ({ uid }, values) =>
    record({
      ...{ action: 'form_seen', activityId, target: drawId, reason },
      // What was seen, and of whom; never what it says.
      after: { uid, fields: FORM_FIELDS.filter((field) => values[field] !== undefined) },
    }),
  );
  if (opened.kind === 'no_key') throw refusedBecause('no_key');
  if (opened.kind !== 'opened') throw new ConsoleRefusal('not_found', { reason: opened.kind });
  const { form, values } = opened;
  return {
    activity_id: activityId,
    draw_id: drawId,
    uid: form.uid,
    fields: FORM_FIELDS.flatMap((field) => {
      const value = values[field];
      return value === undefined ? [] : [{ field, value }];
    }),
    received_at: isoOf(form.receivedAt),
    changed_at: isoOf(form.changedAt),
  };
}

async function grant(grants: GrantDesk, { input, record }: TracedRequest<GrantsInput>): Promise<GrantsView> {
  const { activity_id: activityId, uid, uids, chances, key, reason } = input;
  if ((uid === undefined) === (uids === undefined)) throw new ConsoleRefusal('invalid', { field: 'uid' });
  const users = uids ?? [uid as string];
  const result = await grants.grant({ activityId, uids: users, key, chances });
  if (result.kind === 'not_published') throw new ConsoleRefusal('not_found');
  if (result.kind !== 'granted') throw refusedBecause(result.kind);
  const { counts, change } = result;
  const leftOf = (which: 'before' | 'after') =>
    change && { left: change[which].left, earned_left: change[which].earnedLeft };
  const answer = { ...counts, before: leftOf('before'), after: leftOf('after') };
  await record({
    ...{ action: 'chances_granted', activityId, reason },
    target: users.length === 1 ? (users[0] as string) : null,
    before: answer.before,
    after: { key, each: chances, ...counts, ...answer.after, ...(users.length > 1 && { uids: users }) },
  });
  return answer;
}
