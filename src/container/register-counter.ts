import type { Counters } from '../adapters/cli/command.ts';
import type { RecordsUse } from '../adapters/cli/delivery-parts.ts';
import { FlexiblePinAttempts } from '../adapters/rate-limiter-flexible/flexible-pin-attempts.ts';
import { SqlCounterTallies } from '../adapters/sql/records/sql-counter-tallies.ts';
import { SqlRedemptions } from '../adapters/sql/records/sql-redemptions.ts';
import { SqlStaffPins } from '../adapters/sql/records/sql-staff-pins.ts';
import { systemTimer } from '../adapters/system/system-timer.ts';
import { CounterDesk } from '../application/deliveries/counter-desk.ts';
import { CounterTickets } from '../application/deliveries/counter-tickets.ts';
import { TicketService } from '../application/deliveries/ticket-service.ts';
import { drawCapabilities } from '../application/kinds/kinds.ts';
import type { Activity } from '../domain/activities/activity.ts';
import { DependencyError } from '../domain/shared/dependency-error.ts';
import type { Vault } from '../domain/shared/vault.ts';
import { openRecords } from './open-records.ts';
import type { Get, Registry } from './registry.ts';
import { tokens } from './tokens.ts';

/** The hand-over at a counter: the winner's ticket, and what staff do with it. */
export function registerCounter(registry: Registry): void {
  registry.factory(tokens.redemptions, (get) => new SqlRedemptions(get(tokens.records)));
  registry.factory(tokens.staffPins, (get) => new SqlStaffPins(get(tokens.records), keysOf(get)));
  registerHandOver(registry);
}

/** The same on stores that are registered already. */
export function registerHandOver(registry: Registry): void {
  const ticketsOf = (get: Get) => new CounterTickets(keysOf(get), get(tokens.clock));
  registry.factory(
    tokens.tickets,
    (get) =>
      new TicketService({
        drawers: get(tokens.drawers),
        accounts: get(tokens.accounts),
        tickets: ticketsOf(get),
        redemptions: get(tokens.redemptions),
        timer: systemTimer,
        rateLimiter: get(tokens.rateLimiter),
      }),
  );
  registry.factory(tokens.desk, (get) => {
    const redis = get(tokens.redis);
    const configs = get(tokens.configs);
    return new CounterDesk({
      tickets: ticketsOf(get),
      pins: get(tokens.staffPins),
      attempts: redis ? FlexiblePinAttempts.inRedis(redis.client) : FlexiblePinAttempts.inMemory(),
      redemptions: get(tokens.redemptions),
      factsOf: (activityId) => {
        const activity = configs.find(activityId);
        return activity ? counterFactsOf(activity) : null;
      },
      clock: get(tokens.clock),
    });
  });
}

/** What a counter shows of an activity beside its wins. */
export function counterFactsOf(activity: Activity): { title: string; timezone: string | null } {
  const timezone = drawCapabilities.get(activity.dispatch)?.detailsOf(activity).rules.timezone ?? null;
  return { title: activity.title, timezone };
}

/** What the commands of counters work with. @throws Error as `openRecords` does */
export async function openCounters(get: Get, use: RecordsUse): Promise<Counters> {
  const records = await openRecords(get, use);
  const pins = new SqlStaffPins(records, keysOf(get));
  return { pins, tallies: new SqlCounterTallies(records), entropy: get(tokens.entropy) };
}

/** In production there may be no key yet; what needs none is served all the same. */
export function keysOf(get: Get): Pick<Vault, 'digest'> {
  const vault = get(tokens.vault);
  if (vault) return vault;
  return {
    digest: () => {
      throw new DependencyError('record store', 'there are no data keys: set DATA_KEY_FILE');
    },
  };
}
