import { answeredWithin } from '../adapters/koa/console/answered-within.ts';
import type { ConsoleRoute } from '../adapters/koa/console/console-route.ts';
import { counterRoutes } from '../adapters/koa/console/routes/counter-routes.ts';
import { deliveriesRoutes } from '../adapters/koa/console/routes/deliveries-routes.ts';
import { usersRoutes } from '../adapters/koa/console/routes/users-routes.ts';
import { winnersRoutes } from '../adapters/koa/console/routes/winners-routes.ts';
import { FlexibleCodeAttempts } from '../adapters/rate-limiter-flexible/flexible-code-attempts.ts';
import { DrawAnnouncer } from '../adapters/redis/draws/draw-announcer.ts';
import { SqlCounterPlaces } from '../adapters/sql/records/sql-counter-places.ts';
import { SqlDeliveryDesk } from '../adapters/sql/records/sql-delivery-desk.ts';
import { SqlDeliveryPages } from '../adapters/sql/records/sql-delivery-pages.ts';
import { SqlDrawHistory } from '../adapters/sql/records/sql-draw-history.ts';
import { SqlEarningHistory } from '../adapters/sql/records/sql-earning-history.ts';
import { SqlEndpointStates } from '../adapters/sql/records/sql-endpoint-states.ts';
import { SqlHandOvers } from '../adapters/sql/records/sql-hand-overs.ts';
import { SqlRedemptions } from '../adapters/sql/records/sql-redemptions.ts';
import { SqlWinnerForms } from '../adapters/sql/records/sql-winner-forms.ts';
import { SqlWonList } from '../adapters/sql/records/sql-won-list.ts';
import {
  type PublishedReleases,
  publishedSource,
  servedOf,
} from '../application/analysis/explained-source.ts';
import { GrantDesk } from '../application/analysis/people/grant-desk.ts';
import { PeopleLedger } from '../application/analysis/people/people-ledger.ts';
import { PeopleRecords } from '../application/analysis/people/people-records.ts';
import { UserLookup } from '../application/analysis/people/user-lookup.ts';
import { CounterTickets } from '../application/deliveries/counter-tickets.ts';
import { DeliveryOffice } from '../application/deliveries/delivery-office.ts';
import { FormDesk } from '../application/deliveries/form-desk.ts';
import { StaffDesk } from '../application/deliveries/staff-desk.ts';
import { winnersCsv } from '../application/deliveries/winners-csv.ts';
import { kinds } from '../application/kinds/kinds.ts';
import { BriefCache } from '../application/shared/brief-cache.ts';
import { DependencyError } from '../domain/shared/dependency-error.ts';
import { peopleWords } from './people-words.ts';
import { publishedReleases } from './published-releases.ts';
import { accessFacts } from './register-access.ts';
import { counterFactsOf, keysOf } from './register-counter.ts';
import { grantsOn } from './register-draw-tasks.ts';
import type { Get } from './registry.ts';
import { servedLedger } from './served-ledger.ts';
import { tokens } from './tokens.ts';

/* A person waits, and sees then that a store is away. What changes many rows may take longer. */
const ANSWER_MS = 1900;
const CHANGE_MS = 25_000;

const LONG_CHANGES: ReadonlySet<string> = new Set(['/grants', '/deliveries/resend', '/deliveries/done']);

/* A grant fails in less than a second where the ledger is away; it is repeated under its key. */
const FAULTS_ALLOWED = 2;

/* More activities with counters are found by their codes. */
const MOST_PLACES = 200;
const PLACES_COUNTED_UP_TO = 10_000;

/* Titles and time zones seldom change. */
const FACTS = { ms: 10_000, most: 1000 } as const;

/** The routes of people's questions: users, deliveries, winners, the counter. */
export function consolePeople(get: Get): readonly ConsoleRoute[] {
  const releases = publishedReleases(get);
  const records = get(tokens.records);
  const rows = [...userRows(get, releases), ...deliveryRows(get, releases), ...counterRows(get, releases)];
  return rows.flatMap((row) => {
    // A list that is sent as it is made takes as long as it takes.
    if (row.output === 'file') return row;
    const ms = LONG_CHANGES.has(row.path) ? CHANGE_MS : ANSWER_MS;
    return answeredWithin(ms, [row], () => records.isUp());
  });
}

function userRows(get: Get, releases: PublishedReleases): readonly ConsoleRoute[] {
  const records = get(tokens.records);
  const clock = get(tokens.clock);
  const lookup = new UserLookup({
    releases,
    kinds,
    ledger: new PeopleLedger(servedLedger(get)),
    records: new PeopleRecords({
      draws: new SqlDrawHistory(records),
      earnings: new SqlEarningHistory(records),
      deliveries: new SqlDeliveryPages(records),
    }),
    access: accessFacts(get, records),
    clock,
  });
  const forms = new FormDesk({ forms: new SqlWinnerForms(records), vault: () => get(tokens.vault) });
  return usersRoutes({ lookup, forms, grants: grantDesk(get, releases), words: peopleWords });
}

function grantDesk(get: Get, releases: PublishedReleases): GrantDesk {
  const redis = get(tokens.redis);
  // Of a file, the relay sees each change by itself.
  const announcer = redis && new DrawAnnouncer(redis.client);
  let opened: ReturnType<typeof grantsOn> | undefined;
  return new GrantDesk({
    releases,
    kinds,
    clock: get(tokens.clock),
    open: async () => {
      opened ??= openedGrants(get);
      return opened;
    },
    onGranted: (activityId) => announcer?.note(activityId),
  });
}

function openedGrants(get: Get): ReturnType<typeof grantsOn> {
  try {
    return grantsOn(get, get(tokens.redis), FAULTS_ALLOWED);
  } catch (cause) {
    throw new DependencyError('draw ledger', 'its file cannot be opened', { cause });
  }
}

function deliveryRows(get: Get, releases: PublishedReleases): readonly ConsoleRoute[] {
  const records = get(tokens.records);
  const pages = new SqlDeliveryPages(records);
  const office = new DeliveryOffice({
    pages,
    desk: new SqlDeliveryDesk(records),
    handOvers: new SqlHandOvers(records),
    clock: get(tokens.clock),
    onDue: () => get(tokens.webhooks)?.wake(),
  });
  const rows = deliveriesRoutes({
    pages,
    states: new SqlEndpointStates(records),
    office,
    words: peopleWords,
  });
  const openLedger = servedLedger(get);
  return [
    ...rows,
    ...winnersRoutes({
      winners: async (order) => {
        const [{ drawLog }, { phoneCell }] = await Promise.all([
          openLedger(),
          import('../adapters/cli/render/phone-cell.ts'),
        ]);
        const { logs } = await drawLog.book(order.activityId);
        const isKnown =
          logs.some(({ seq }) => seq > 0) || (await releases.state(order.activityId)).lastNo > 0;
        return isKnown ? winnersCsv(drawLog, new SqlWonList(records), phoneCell, order) : null;
      },
      vault: () => get(tokens.vault),
      errorReporter: get(tokens.errorReporter),
    }),
  ];
}

function counterRows(get: Get, releases: PublishedReleases): readonly ConsoleRoute[] {
  const records = get(tokens.records);
  const clock = get(tokens.clock);
  const redis = get(tokens.redis);
  const facts = new BriefCache<ReturnType<typeof counterFactsOf> | null>(clock, FACTS);
  const factsOf = (activityId: string) =>
    facts.get(activityId, async () => {
      const served = servedOf(await publishedSource(activityId, releases));
      return served ? counterFactsOf(served.activity) : null;
    });
  const places = new SqlCounterPlaces(records);
  return counterRoutes({
    desk: new StaffDesk({
      tickets: new CounterTickets(keysOf(get), clock),
      attempts: redis ? FlexibleCodeAttempts.inRedis(redis.client) : FlexibleCodeAttempts.inMemory(),
      redemptions: new SqlRedemptions(records),
      factsOf,
      clock,
    }),
    places: async () => {
      const found = await places.places(MOST_PLACES, PLACES_COUNTED_UP_TO);
      const titled = found.map(async (place) => ({
        ...place,
        title: (await factsOf(place.activityId))?.title ?? null,
      }));
      return (await Promise.all(titled)).sort((one, other) => Number(other.open > 0) - Number(one.open > 0));
    },
    countedUpTo: PLACES_COUNTED_UP_TO,
  });
}
