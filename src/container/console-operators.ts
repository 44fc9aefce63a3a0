import { OidcIdentityProvider } from '../adapters/http/oidc-identity-provider.ts';
import type { ConsoleIdentity } from '../adapters/koa/console/console-handler.ts';
import type { ConsoleRoute } from '../adapters/koa/console/console-route.ts';
import type { SessionView } from '../adapters/koa/console/contract/session.ts';
import { operatorsIdentity } from '../adapters/koa/console/operators-identity.ts';
import { accountRoutes } from '../adapters/koa/console/routes/account-routes.ts';
import { invitationRoutes } from '../adapters/koa/console/routes/invitation-routes.ts';
import { oidcRoutes } from '../adapters/koa/console/routes/oidc-routes.ts';
import { operatorRoutes } from '../adapters/koa/console/routes/operator-routes.ts';
import { sessionRoutes } from '../adapters/koa/console/routes/session-routes.ts';
import type { ConsoleFace } from '../adapters/koa/console/routes/session-view.ts';
import { tokenRoutes } from '../adapters/koa/console/routes/token-routes.ts';
import { trailRoutes } from '../adapters/koa/console/routes/trail-routes.ts';
import type { RecordSource } from '../adapters/sql/records/record-source.ts';
import { SqlAccessTokens } from '../adapters/sql/records/sql-access-tokens.ts';
import { SqlAuditTrail } from '../adapters/sql/records/sql-audit-trail.ts';
import { SqlBegunActions } from '../adapters/sql/records/sql-begun-actions.ts';
import { SqlConsoleSessions } from '../adapters/sql/records/sql-console-sessions.ts';
import { SqlCredentials } from '../adapters/sql/records/sql-credentials.ts';
import { SqlOneTimeLinks } from '../adapters/sql/records/sql-one-time-links.ts';
import { SqlOperatorStore } from '../adapters/sql/records/sql-operator-store.ts';
import { SqlSignInAttempts } from '../adapters/sql/records/sql-sign-in-attempts.ts';
import { SqlSsoAccounts } from '../adapters/sql/records/sql-sso-accounts.ts';
import { Links } from '../application/operators/links.ts';
import { OperatorAccounts } from '../application/operators/operator-accounts.ts';
import { OwnAccount } from '../application/operators/own-account.ts';
import { Passwords } from '../application/operators/passwords.ts';
import { ProgramTokens } from '../application/operators/program-tokens.ts';
import { SessionDesk } from '../application/operators/session-desk.ts';
import { SignIn } from '../application/operators/sign-in.ts';
import { SingleSignOn } from '../application/operators/single-sign-on.ts';
import type { AuditTrail } from '../domain/operators/audit-trail.ts';
import type { BegunActions } from '../domain/operators/begun-actions.ts';
import { reachable } from './reachable.ts';
import type { Get } from './registry.ts';
import type { Settings } from './settings.ts';
import { tokens } from './tokens.ts';

/** The people of the console. */
export interface ConsoleOperators {
  readonly identity: ConsoleIdentity;
  readonly trail: AuditTrail;
  readonly begun: BegunActions;
  readonly routes: readonly ConsoleRoute[];
  readonly links: Links;
  readonly accounts: OperatorAccounts;
}

/** @param passwords for tests, which need no slow hashes */
export function consoleOperators(get: Get, passwords = new Passwords()): ConsoleOperators {
  const settings = get(tokens.settings);
  // As the releases: also while the record store must not be used for deliveries.
  const source = get(tokens.records).unguarded;
  const { accounts, links, trail, begun } = accountsOf(get, source, passwords);
  const desk = deskOf(get, source);
  const programs = new ProgramTokens({ ...sharedOf(get), tokens: new SqlAccessTokens(source) });
  const credentials = new SqlCredentials(source);
  const attempts = new SqlSignInAttempts(source);
  const signIn = new SignIn({ credentials, attempts, passwords, desk, clock: get(tokens.clock) });
  const account = new OwnAccount({ credentials, passwords, signIn, desk });
  const face = faceOf(settings, new SqlOperatorStore(source));
  const { consoleUrl } = settings;
  return {
    identity: operatorsIdentity(desk, programs),
    trail,
    begun,
    links,
    accounts,
    routes: [
      ...sessionRoutes({ face, desk, signIn }),
      ...invitationRoutes({ face, desk, links }),
      ...oidcRoutes({
        sso: ssoOf(get, source, desk),
        desk,
        consoleUrl,
        errorReporter: get(tokens.errorReporter),
      }),
      ...accountRoutes({ face, desk, account }),
      ...operatorRoutes({ accounts, consoleUrl }),
      ...tokenRoutes(programs),
      ...trailRoutes(trail),
    ],
  };
}

/** What the console and the commands do with accounts. */
export function accountsOf(get: Get, source: RecordSource, passwords = new Passwords()) {
  const shared = sharedOf(get);
  const oneTimeLinks = new SqlOneTimeLinks(source);
  const links = new Links({ ...shared, links: oneTimeLinks, passwords });
  const store = new SqlOperatorStore(source);
  const accounts = new OperatorAccounts({ ...shared, store, links, oneTimeLinks });
  const begun = new SqlBegunActions(source, get(tokens.clock));
  return { accounts, links, trail: new SqlAuditTrail(source), begun };
}

/** The origin of the console, as far as the settings know it. */
export function consoleOrigin({ consoleUrl, console: place }: Settings): string | null {
  if (consoleUrl !== null || place === null) return consoleUrl;
  return `http://${reachable(place.host)}:${place.port}`;
}

function deskOf(get: Get, source: RecordSource): SessionDesk {
  return new SessionDesk({ ...sharedOf(get), sessions: new SqlConsoleSessions(source) });
}

/* It is asked when somebody signs in there, and not before: a provider that is away holds nothing up. */
function ssoOf(get: Get, source: RecordSource, desk: SessionDesk): SingleSignOn | null {
  const { oidc } = get(tokens.settings);
  if (!oidc) return null;
  return new SingleSignOn({
    provider: new OidcIdentityProvider(oidc),
    accounts: new SqlSsoAccounts(source),
    roles: oidc.roles,
    desk,
    clock: get(tokens.clock),
    identifiers: get(tokens.identifiers),
  });
}

function sharedOf(get: Get) {
  return {
    clock: get(tokens.clock),
    entropy: get(tokens.entropy),
    identifiers: get(tokens.identifiers),
  };
}

function faceOf(settings: Settings, store: SqlOperatorStore): ConsoleFace {
  return {
    installation: installationOf(settings),
    oidc: settings.oidc && { label: settings.oidc.label },
    hasOperators: () => store.hasActive(),
  };
}

function installationOf(settings: Settings): SessionView['installation'] {
  const { consoleUrl, publicUrl, production, requiresApproval, publish, basePath, host, port } = settings;
  return {
    name: consoleUrl === null ? 'cms-market' : new URL(consoleUrl).host,
    production,
    requires_approval: requiresApproval,
    publish,
    // In production a proxy stands before it, under a name that is not known here but by the settings.
    public_url:
      publicUrl !== null
        ? `${publicUrl}${basePath}`
        : production || port === 0
          ? null
          : `http://${reachable(host)}:${port}${basePath}`,
    base_path: basePath,
  };
}
