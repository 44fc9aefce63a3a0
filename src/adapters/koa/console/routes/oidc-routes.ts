import type { SessionDesk } from '../../../../application/operators/session-desk.ts';
import type { SingleSignOn, SsoResult } from '../../../../application/operators/single-sign-on.ts';
import { DependencyError } from '../../../../domain/shared/dependency-error.ts';
import type { ErrorReporter } from '../../../../domain/shared/error-reporter.ts';
import { sendAnswer } from '../../http/send.ts';
import {
  type ConsoleRequest,
  type ConsoleRoute,
  type OpenTracedRequest,
  openRoute,
  type Traced,
} from '../console-route.ts';
import type { OIDC_REFUSALS } from '../contract/session.ts';
import { setSsoSecrets, takeSsoSecrets } from './oidc-cookie.ts';
import { leaveSession } from './session-routes.ts';
import { clientOf, giveToken } from './sign-in-parts.ts';

type Refusal = (typeof OIDC_REFUSALS)[number];

export interface OidcRoutesParts {
  /** `null`: there is none. */
  readonly sso: SingleSignOn | null;
  readonly desk: SessionDesk;
  /** Of the console; `null`: as the browser knows it. */
  readonly consoleUrl: string | null;
  readonly errorReporter: ErrorReporter;
}

const CALLBACK = '/session/oidc/callback';

/** The single sign-on. A browser comes here by links, so what goes wrong is a page and no JSON. */
export function oidcRoutes(parts: OidcRoutesParts): readonly ConsoleRoute[] {
  return [
    openRoute({
      method: 'GET',
      path: '/session/oidc',
      summary: 'sign in at the provider of the single sign-on',
      input: null,
      output: 'file',
      handle: (request) => settled(parts, request, () => begin(parts, request)),
    }),
    openRoute({
      method: 'GET',
      path: CALLBACK,
      isLedTo: true,
      trail: 'change',
      summary: 'where the provider sends people back to',
      input: null,
      output: 'file',
      handle: (request) => settled(parts, request, () => finish(parts, request)),
    }),
  ];
}

async function settled(
  { errorReporter }: OidcRoutesParts,
  { ctx }: ConsoleRequest<unknown>,
  work: () => Promise<string>,
): Promise<never> {
  let target: string;
  try {
    target = await work();
  } catch (error) {
    if (!(error instanceof DependencyError)) throw error;
    errorReporter.report('the single sign-on failed', error);
    target = refused(error.dependency === 'identity provider' ? 'provider' : 'store_away');
  }
  sendAnswer(ctx, 303, ['Location', target, 'Cache-Control', 'no-store', 'Referrer-Policy', 'no-referrer']);
  return undefined as never;
}

async function begin({ sso, consoleUrl }: OidcRoutesParts, { ctx, origin }: ConsoleRequest<unknown>) {
  if (!sso) return refused('not_configured');
  const { url, secrets } = await sso.begin(`${consoleUrl ?? origin}/api${CALLBACK}`);
  setSsoSecrets(ctx, secrets);
  return url;
}

async function finish(
  { sso, desk, consoleUrl, errorReporter }: OidcRoutesParts,
  request: OpenTracedRequest<unknown>,
): Promise<string> {
  const { ctx, origin, record } = request;
  if (!sso) return refused('not_configured');
  const secrets = takeSsoSecrets(ctx);
  if (!secrets) return refused('expired');
  const redirectUri = `${consoleUrl ?? origin}/api${CALLBACK}`;
  const proven = (operator: string) => request.begin({ operator, operatorId: null });
  const result = await sso.finish({ redirectUri, search: ctx.search, secrets }, clientOf(request), proven);
  if (result.kind === 'expired') return refused('expired');
  if (result.kind === 'untrusted') {
    errorReporter.report('an answer of the single sign-on was refused', result.error);
    return refused('provider');
  }
  if (result.kind !== 'signed_in') {
    const { kind, name, operator } = result;
    await record({
      ...{ action: 'sign_in_refused', operator: operator?.name ?? name, operatorId: operator?.id ?? null },
      after: { reason: kind, via: 'oidc' },
    });
    return refused(kind);
  }
  await recordSignIn(result, record);
  await leaveSession(desk, ctx);
  giveToken(request, result.opened);
  return '/';
}

async function recordSignIn(
  { opened: { operator }, before }: Extract<SsoResult, { kind: 'signed_in' }>,
  record: Traced['record'],
): Promise<void> {
  const by = { operator: operator.name, operatorId: operator.id };
  const traced = ({ name, role, state }: typeof operator) => ({ name, role, state });
  if (!before)
    await record({ ...by, action: 'operator_added', target: operator.id, after: traced(operator) });
  else if (before.role !== operator.role || before.name !== operator.name) {
    const change = { before: traced(before), after: traced(operator) };
    await record({ ...by, ...change, action: 'operator_changed', target: operator.id });
  }
  await record({ ...by, action: 'sign_in', after: { via: 'oidc' } });
}

function refused(reason: Refusal): string {
  return `/sign-in?refused=${reason}`;
}
