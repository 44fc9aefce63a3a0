import type { NewLink } from '../../../../application/operators/links.ts';
import type {
  ListedOperator,
  OperatorAccounts,
} from '../../../../application/operators/operator-accounts.ts';
import type { Operator } from '../../../../domain/operators/operator.ts';
import { ConsoleRefusal, refusedBecause } from '../console-refusal.ts';
import { type ConsoleRoute, consoleRoute, type TracedRequest } from '../console-route.ts';
import {
  type ChangeOperatorInput,
  changedOperatorSchema,
  changeOperatorInput,
  type NewOperatorInput,
  newOperatorInput,
  type OperatorLinkView,
  type OperatorView,
  operatorIdInput,
  operatorLinkSchema,
  operatorsSchema,
} from '../contract/operators.ts';
import { isoOf, isoOrNull } from '../encode/iso.ts';

export interface OperatorRoutesParts {
  readonly accounts: OperatorAccounts;
  /** Of the console; `null`: as the browser knows it. */
  readonly consoleUrl: string | null;
}

/** The accounts, for admins. */
export function operatorRoutes(parts: OperatorRoutesParts): readonly ConsoleRoute[] {
  const { accounts } = parts;
  return [
    consoleRoute({
      method: 'GET',
      path: '/operators',
      access: 'operators',
      summary: 'all accounts',
      input: null,
      output: operatorsSchema,
      handle: async () => ({ operators: (await accounts.list()).map(viewOf) }),
    }),
    consoleRoute({
      method: 'POST',
      path: '/operators',
      access: 'operators',
      trail: 'change',
      summary: 'make an account, with a link by which its owner chooses a password',
      input: newOperatorInput,
      output: operatorLinkSchema,
      handle: (request) => add(parts, request),
    }),
    consoleRoute({
      method: 'POST',
      path: '/operators/:id',
      access: 'operators',
      trail: 'change',
      summary: 'change the role of an account, disable it, enable it',
      input: changeOperatorInput,
      output: changedOperatorSchema,
      handle: (request) => change(parts, request),
    }),
    consoleRoute({
      method: 'POST',
      path: '/operators/:id/link',
      access: 'operators',
      trail: 'change',
      summary: 'make a new link for an account; the one before ends',
      input: operatorIdInput,
      output: operatorLinkSchema,
      handle: (request) => makeLink(parts, request),
    }),
  ];
}

async function add(
  { accounts, consoleUrl }: OperatorRoutesParts,
  { input, origin, record }: TracedRequest<NewOperatorInput>,
): Promise<OperatorLinkView> {
  const result = await accounts.add(input.name, input.role);
  if (result.kind === 'invalid_name') throw new ConsoleRefusal('invalid', { field: 'name' });
  if (result.kind === 'name_taken') throw refusedBecause(result.kind);
  const { operator, link } = result;
  await record({ action: 'operator_added', target: operator.id, after: traced(operator) });
  return withLink(operator, link, consoleUrl ?? origin);
}

async function change(
  { accounts }: OperatorRoutesParts,
  { input: { id, role, disabled }, actor, record }: TracedRequest<ChangeOperatorInput>,
): Promise<{ operator: OperatorView }> {
  if (role === undefined && disabled === undefined) throw new ConsoleRefusal('invalid', { field: 'role' });
  const wanted = { ...(role !== undefined && { role }), ...(disabled !== undefined && { disabled }) };
  const result = await accounts.change(id, wanted, actor.id);
  if (result.kind === 'missing') throw new ConsoleRefusal('not_found');
  if (result.kind !== 'changed') throw refusedBecause(result.kind);
  const { before, after } = result;
  await record({ action: 'operator_changed', target: id, before: traced(before), after: traced(after) });
  const listed = (await accounts.list()).find((each) => each.id === id);
  return { operator: viewOf(listed ?? { ...after, linkExpiresAt: null }) };
}

async function makeLink(
  { accounts, consoleUrl }: OperatorRoutesParts,
  { input: { id }, actor, origin, record }: TracedRequest<{ id: string }>,
): Promise<OperatorLinkView> {
  // Who has sat down at a desk that was left must not get a password of its owner by a link.
  if (id === actor.id) throw refusedBecause('own_account');
  const result = await accounts.link(id);
  if (result.kind === 'missing') throw new ConsoleRefusal('not_found');
  if (result.kind !== 'made') throw refusedBecause(result.kind);
  await record({ action: 'operator_link', target: id, after: { name: result.operator.name } });
  return withLink(result.operator, result.link, consoleUrl ?? origin);
}

function withLink(operator: Operator, { token, expiresAt }: NewLink, origin: string): OperatorLinkView {
  return {
    operator: viewOf({ ...operator, linkExpiresAt: expiresAt }),
    // Behind the sign, where no server and no log sees it.
    link: { url: `${origin}/welcome#${token}`, expires_at: isoOf(expiresAt) },
  };
}

/* What the trail has of an account. */
function traced({ name, role, state }: Operator) {
  return { name, role, state };
}

function viewOf({ id, name, role, state, via, ...times }: ListedOperator): OperatorView {
  return {
    ...{ id, name, role, state, via },
    created_at: isoOf(times.createdAt),
    last_sign_in_at: isoOrNull(times.lastSignInAt),
    link_expires_at: isoOrNull(times.linkExpiresAt),
  };
}
