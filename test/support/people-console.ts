import type { ConsoleRoute } from '../../src/adapters/koa/console/console-route.ts';
import { RecordConnection } from '../../src/adapters/sql/records/record-connection.ts';
import type { RecordTarget } from '../../src/adapters/sql/records/record-target.ts';
import { cryptoEntropy } from '../../src/adapters/system/crypto-entropy.ts';
import { uuidIdentifiers } from '../../src/adapters/system/uuid-identifiers.ts';
import { Passwords } from '../../src/application/operators/passwords.ts';
import { type ConsoleOperators, consoleOperators } from '../../src/container/console-operators.ts';
import type { Get } from '../../src/container/registry.ts';
import { readSettings } from '../../src/container/settings.ts';
import { tokens } from '../../src/container/tokens.ts';
import type { Role } from '../../src/domain/operators/roles.ts';
import { Browser } from './browser.ts';
import { startConsole, type TestConsole } from './console.ts';
import { recordTargets } from './record-stores.ts';

/** Of everybody in tests. */
export const PASSWORD = 'correct horse battery';

/* A hash of the usual cost takes 0.3 s. */
const QUICK = { N: 2 ** 10, r: 8, p: 1 };

export interface PeopleConsoleOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly target?: RecordTarget;
  /** Other rows beside those of people. */
  readonly routes?: readonly ConsoleRoute[];
  readonly passwords?: Passwords;
}

export interface PeopleConsole extends TestConsole {
  readonly records: RecordConnection;
  readonly links: ConsoleOperators['links'];
  readonly accounts: ConsoleOperators['accounts'];
  /** Milliseconds since the epoch, as the console sees them. */
  now: number;
  browser(headers?: Readonly<Record<string, string>>): Browser;
  /** Somebody with `PASSWORD`, who is not signed in. */
  person(name: string, role: Role): Promise<{ readonly id: string; readonly name: string }>;
  /** The same, signed in. */
  signedIn(name: string, role: Role): Promise<Browser>;
}

/** The people of a console over real HTTP, on a record store of its own, behind a proxy that is trusted. */
export async function startPeople(options: PeopleConsoleOptions = {}): Promise<PeopleConsole> {
  const target = options.target ?? (await recordTargets.SQLite());
  const reading = readSettings(options.env ?? {}, 1);
  if (!reading.ok) throw new Error(reading.problems.join('\n'));
  const clock = { now: () => people.now };
  const errorReporter = { report: () => {} };
  const records = new RecordConnection(target, 'operations', errorReporter);
  await records.settled();
  const parts = new Map<unknown, unknown>([
    [tokens.settings, reading.settings],
    [tokens.records, records],
    [tokens.clock, clock],
    [tokens.entropy, cryptoEntropy],
    [tokens.identifiers, uuidIdentifiers],
    [tokens.errorReporter, errorReporter],
  ]);
  const get = ((token: unknown) => parts.get(token)) as Get;
  const operators = consoleOperators(get, options.passwords ?? new Passwords(QUICK));
  const console = await startConsole({
    routes: [...operators.routes, ...(options.routes ?? [])],
    identity: operators.identity,
    append: (entry, begunId) => operators.trail.append(entry, begunId),
    note: (action) => operators.begun.note(action),
    drop: (id) => operators.begun.drop(id),
    now: clock.now,
    isProxied: true,
  });
  const people: PeopleConsole = {
    ...console,
    records,
    links: operators.links,
    accounts: operators.accounts,
    now: Date.parse('2026-11-30T08:00:00Z'),
    close: async () => {
      await console.close();
      await records.close();
    },
    browser: (headers) => new Browser(console.origin, headers),
    person: (name, role) => makePerson(people, name, role),
    signedIn: async (name, role) => {
      const { name: known } = await people.person(name, role);
      const browser = people.browser();
      const { status } = await browser.post('/session/sign-in', { name: known, password: PASSWORD });
      if (status !== 200) throw new Error(`the sign-in was answered with ${status}`);
      return browser;
    },
  };
  return people;
}

async function makePerson(people: PeopleConsole, name: string, role: Role) {
  const made = await people.accounts.add(name, role);
  if (made.kind !== 'added') throw new Error(made.kind);
  const { body } = await people
    .browser()
    .post('/session/accept', { token: made.link.token, password: PASSWORD });
  return { id: body.operator.id as string, name };
}
