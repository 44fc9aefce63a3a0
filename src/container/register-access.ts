import { RemoteKeys } from '../adapters/http/remote-keys.ts';
import { SignedLogoutTokens } from '../adapters/http/signed-logout-tokens.ts';
import type { RecordSource } from '../adapters/sql/records/record-source.ts';
import { SqlAccessFeed } from '../adapters/sql/records/sql-access-feed.ts';
import { SqlAccessSweep } from '../adapters/sql/records/sql-access-sweep.ts';
import { SqlActivityNamespaces } from '../adapters/sql/records/sql-activity-namespaces.ts';
import { SqlBlockedUsers } from '../adapters/sql/records/sql-blocked-users.ts';
import { SqlSessionEnds } from '../adapters/sql/records/sql-session-ends.ts';
import { systemTimer } from '../adapters/system/system-timer.ts';
import { AccessFollower } from '../application/admission/access-follower.ts';
import { AccessUpkeep, accessKept } from '../application/admission/access-upkeep.ts';
import { KnownBlocks } from '../application/admission/known-blocks.ts';
import { KnownEnds } from '../application/admission/known-ends.ts';
import { KnownNamespaces } from '../application/admission/known-namespaces.ts';
import { ProviderLogout } from '../application/admission/provider-logout.ts';
import { RefusedLogouts } from '../application/admission/refused-logouts.ts';
import { AccessFacts } from '../application/analysis/access-facts.ts';
import { asksIssuer } from './identity-settings.ts';
import { openRecordsIfAny } from './open-records.ts';
import type { Get, Registry } from './registry.ts';
import type { Settings } from './settings.ts';
import { tokens } from './tokens.ts';

/* 48 bits: no two processes that share a cache have the same. */
const PROCESS_NUMBER_BYTES = 6;

/** Ended sessions, blocked users and namespaces, as this process follows them in the record store. */
export function registerAccess(registry: Registry): void {
  registry.factory(
    tokens.knownEnds,
    (get) =>
      new KnownEnds(Number.parseInt(get(tokens.entropy).hex(PROCESS_NUMBER_BYTES), 16) + 1, systemTimer),
  );
  registry.factory(tokens.endedSessions, (get) => get(tokens.knownEnds));
  registry.factory(tokens.knownBlocks, (get) => new KnownBlocks(new Set(get(tokens.settings).blockedUsers)));
  registry.factory(
    tokens.knownNamespaces,
    (get) =>
      new KnownNamespaces({
        own: get(tokens.settings).identityNamespace,
        store: new SqlActivityNamespaces(get(tokens.records).unguarded, get(tokens.clock)),
        errorReporter: get(tokens.errorReporter),
      }),
  );
  registry.factory(tokens.keptOut, (get) => {
    const [blocks, namespaces] = [get(tokens.knownBlocks), get(tokens.knownNamespaces)];
    return {
      isBlocked: (uid) => blocks.has(uid),
      foreignNamespace: (activityId) => namespaces?.foreign(activityId) ?? null,
    };
  });
  registerFollower(registry);
  registerProviderLogout(registry);
}

function registerProviderLogout(registry: Registry): void {
  registry.factory(tokens.providerLogout, (get) => {
    const { logout, passportTimeoutMs: timeoutMs } = get(tokens.settings);
    if (!logout) return null;
    const { jwksUrl: url, algorithms } = logout;
    return new ProviderLogout({
      tokens: new SignedLogoutTokens({
        ...logout,
        keys: new RemoteKeys({ url, algorithms, timeoutMs }),
        clock: get(tokens.clock),
      }),
      ends: new SqlSessionEnds(get(tokens.records).unguarded, get(tokens.clock)),
      timer: systemTimer,
      refused: new RefusedLogouts(get(tokens.errorReporter), systemTimer),
      telemetry: get(tokens.metrics).logins,
    });
  });
}

/* As releases, these are of the machines that share the store, also while it must not be used for deliveries. */
function registerFollower(registry: Registry): void {
  registry.factory(tokens.accessFollower, (get) => {
    const namespaces = get(tokens.knownNamespaces);
    if (!namespaces) throw new Error('a process that follows the record store knows namespaces');
    const follower = new AccessFollower({
      feed: new SqlAccessFeed(get(tokens.records).unguarded, get(tokens.clock)),
      ends: get(tokens.knownEnds),
      blocks: get(tokens.knownBlocks),
      namespaces,
      endsWithinMs: endsWithinMs(get(tokens.settings)),
      timer: systemTimer,
      errorReporter: get(tokens.errorReporter),
    });
    get(tokens.disposer).push(() => follower.close());
    return follower;
  });
}

/** Removes old rows, on the operations side. */
export function startAccessUpkeep(get: Get): void {
  const records = get(tokens.records);
  const upkeep = new AccessUpkeep({
    sweep: new SqlAccessSweep(records, get(tokens.clock)),
    kept: accessKept(get(tokens.settings).sessionTtlSeconds),
    mayWrite: () => records.isReady(),
    errorReporter: get(tokens.errorReporter),
  });
  upkeep.start();
  get(tokens.disposer).push(() => upkeep.close());
}

/** Who is blocked, and whose users activities have, as a command reads it. @throws Error if the store cannot be reached */
export async function openAccessFacts(get: Get): Promise<AccessFacts> {
  const records = await openRecordsIfAny(get, 'read');
  return accessFacts(get, records);
}

/** @param records `null`: there are none yet */
export function accessFacts(get: Get, records: RecordSource | null): AccessFacts {
  const settings = get(tokens.settings);
  const none = { find: async () => null };
  return new AccessFacts({
    blockedUsers: new Set(settings.blockedUsers),
    blocked: records ? new SqlBlockedUsers(records, get(tokens.clock)) : none,
    namespaces: records ? new SqlActivityNamespaces(records, get(tokens.clock)) : none,
    own: settings.identityNamespace,
  });
}

/* Where the issuer of a token is asked, only sessions in the cache can be of an ended one. */
function endsWithinMs({ sessionTtlSeconds, identity }: Settings): number {
  const { youngMs, longestMs } = accessKept(sessionTtlSeconds);
  return asksIssuer(identity) ? youngMs : longestMs;
}
