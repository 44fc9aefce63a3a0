import type { AccessFacts } from '../../application/analysis/access-facts.ts';
import type { RunPool } from '../../application/analysis/simulation/simulate.ts';
import type { ServingNeeds } from '../../application/authoring/check/serving-needs.ts';
import type { CodeImport } from '../../application/deliveries/code-import.ts';
import type { EndpointTestResult } from '../../application/deliveries/endpoint-test.ts';
import type { RelayRecovery } from '../../application/deliveries/relay-recovery.ts';
import type { Grants } from '../../application/draws/grants.ts';
import type { Kind } from '../../application/kinds/kind.ts';
import type { ActivityReading } from '../../domain/activities/activity.ts';
import type { ConfigRepository } from '../../domain/activities/config-repository.ts';
import type { MediaLibrary } from '../../domain/activities/media-library.ts';
import type { CodeCounts, CodeStore } from '../../domain/deliveries/code-store.ts';
import type { CounterTallies } from '../../domain/deliveries/counter-tally.ts';
import type { DeliveryDesk } from '../../domain/deliveries/delivery-desk.ts';
import type { EndpointStates } from '../../domain/deliveries/endpoint-states.ts';
import type { StaffPins } from '../../domain/deliveries/staff-pins.ts';
import type { WebhookEndpoint } from '../../domain/deliveries/webhook-endpoint.ts';
import type { AwardCounts } from '../../domain/draws/award-counts.ts';
import type { LedgerSnapshot } from '../../domain/draws/draw-log.ts';
import type { LedgerRecovery } from '../../domain/draws/ledger-recovery.ts';
import type { UnitPools } from '../../domain/draws/unit-pools.ts';
import type { Clock } from '../../domain/shared/clock.ts';
import type { Entropy } from '../../domain/shared/entropy.ts';
import type { TokenVerifier } from '../../domain/visitors/token-verifier.ts';
import type { DeliveryTasks, KeyTasks, RecordsUse } from './delivery-parts.ts';
import type { ExitCode } from './exit-codes.ts';
import type { Language, Localized } from './i18n/language.ts';
import type { OperatorTasks } from './operator-parts.ts';
import type { DraftFile, ReleasesUse, ReleaseTasks } from './release-parts.ts';
import type { Colors } from './render/colors.ts';

/** A stream that a command writes to. */
export interface Output {
  readonly isTTY?: boolean;
  /**
   * @param written called when all until here has been handed to the system, or cannot be
   * @returns whether the caller may go on without waiting for `drain`
   */
  write(text: string, written?: (error?: Error | null) => void): boolean;
  once(event: 'drain', listener: () => void): unknown;
}

/** The streams of a run of the program, before its options are known. */
export interface Streams {
  /** Data. */
  readonly stdout: Output;
  /** Progress and messages. */
  readonly stderr: Output;
}

/** Where a command writes, and how. */
export interface Io extends Streams {
  readonly language: Language;
  /** For stdout. */
  readonly colors: Colors;
}

/** What commands work with. Each part is opened when it is first asked for; the program closes what was opened. */
export interface CommandParts {
  readonly kinds: ReadonlyMap<string, Kind>;
  readonly clock: Clock;
  /** Resolves after so many milliseconds. */
  sleep(ms: number): Promise<void>;
  /** The absolute path of `ACTIVITIES_DIR`. */
  readonly activitiesFolder: string;
  /** @throws FolderUnreadable */
  activities(): Promise<{ readonly configs: ConfigRepository; readonly media: MediaLibrary }>;
  /** Whether the activity has a folder, valid or not. */
  hasActivityFolder(id: string): Promise<boolean>;
  /** The activity as it would be with this file, which may lie anywhere; `undefined` if there is none. */
  readProposed(path: string, activityId: string): Promise<ActivityReading | undefined>;
  /** @throws Error if the folder cannot be written */
  writeActivity(id: string, files: Readonly<Record<string, string>>): Promise<NewFolder>;
  /** The path of the JSON Schema of a kind, relative to the folder of an activity. */
  schemaPath(dispatch: string, activityId: string): string;
  readonly drawStore: DrawStore;
  /** @throws Error if the store of draws cannot be reached */
  ledger(): Promise<LedgerSnapshot>;
  /** The same; an empty one where nothing has been drawn yet and there is no store. */
  ledgerIfAny(): Promise<LedgerSnapshot>;
  /** Writes to the store of draws, also while the service runs. @throws Error if it cannot be opened */
  grants(): Promise<Grants>;
  /** `null` for a store that cannot go back. @throws Error if it cannot be reached */
  recovery(): Promise<LedgerRecovery | null>;
  /** Writes to the record store. @throws Error if a store cannot be reached, or the record store is another Redis's */
  relay(): Promise<RelayRecovery>;
  /** The redeem codes, also while the service runs. @throws Error if a store cannot be reached */
  codes(): Promise<CodeParts>;
  /** `null` where there is no record store yet. @throws Error if it cannot be reached, or used so */
  deliveries(
    use: RecordsUse,
  ): Promise<{ readonly desk: DeliveryDesk; readonly states: EndpointStates } | null>;
  /** Those of `ENDPOINTS_FILE`, by name. */
  readonly endpoints: ReadonlyMap<string, WebhookEndpoint>;
  /** Sends one message of an invented win. */
  testEndpoint(endpoint: WebhookEndpoint): Promise<EndpointTestResult>;
  /** @throws Error if the record store cannot be reached, or used so */
  counters(use: RecordsUse): Promise<Counters>;
  /** The accounts of the console. @throws Error if the record store cannot be reached, or used so */
  operators(use: RecordsUse): Promise<OperatorTasks>;
  tokenVerifier(): Promise<TokenVerifier>;
  /** Who is blocked, and whose users activities have. @throws Error if the record store cannot be reached */
  access(): Promise<AccessFacts>;
  runPool(): Promise<RunPool>;
  /** `null` where there is no record store yet. @throws Error if it does not answer, or cannot be used so */
  releases(use: ReleasesUse): Promise<ReleaseTasks | null>;
  /** The draft in the activity's folder, or the file at another path; `undefined` if there is none. */
  readDraft(activityId: string, path?: string): Promise<DraftFile | undefined>;
  /** Who runs the command: by default the user of the operating system. */
  readonly userName: string;
  /** Whether stdin is a terminal, so that a person can answer. */
  readonly isTerminal: boolean;
  /** The first line of stdin, or its first `mostBytes`. */
  readLine(mostBytes: number): Promise<Buffer>;
  /** What activities need of the place that the settings describe. */
  readonly needs: ServingNeeds;
  /** `null` where there is no record store yet. @throws Error if it does not answer, or cannot be used so */
  deliveryTasks(use: RecordsUse): Promise<DeliveryTasks | null>;
  /** `null` where the settings name no file of data keys. */
  keyTasks(): Promise<KeyTasks | null>;
  /** Makes a file with a data key. @throws Error if there is one, or it cannot be written */
  makeDataKeyFile(path: string): Promise<void>;
  /** Serves until a signal ends the process. */
  serve(io: Io): Promise<void>;
}

/** What works with redeem codes. Without keys that seal them, none can be loaded: then `store` and `codeImport` are `null`. */
export interface CodeParts {
  readonly counts: CodeCounts;
  readonly ledger: UnitPools & AwardCounts;
  readonly store: CodeStore | null;
  readonly codeImport: CodeImport | null;
}

/** What the commands of counters work with. */
export interface Counters {
  readonly pins: Pick<StaffPins, 'set'>;
  readonly tallies: CounterTallies;
  readonly entropy: Entropy;
}

export type NewFolder =
  | { readonly kind: 'written'; readonly path: string }
  | { readonly kind: 'exists'; readonly path: string };

/** Where draws are recorded. */
export type DrawStore =
  | { readonly kind: 'redis'; readonly exists: true }
  /** The absolute path of `DATA_DIR`. */
  | { readonly kind: 'sqlite'; readonly exists: boolean; readonly folder: string };

export interface CommandArgument {
  /** As commander reads it: `<activity>`, `[activity]`, `[activity...]`. */
  readonly syntax: string;
  readonly description: Localized;
}

export interface CommandOption {
  /** As commander reads it: `--users <n>`. */
  readonly flags: string;
  readonly description: Localized;
  readonly choices?: readonly string[];
  readonly fallback?: unknown;
  /** Whether the command does nothing without it. */
  readonly isNeeded?: boolean;
  /** The name of an option that must not stand beside this one. */
  readonly conflicts?: string;
  /** @throws NotAllowed if the text is no value of this option */
  readonly parse?: (text: string) => unknown;
}

/** Thrown by the parser of an option. The message says what is allowed. */
export class NotAllowed extends Error {
  readonly allowed: Localized;

  constructor(allowed: Localized) {
    super(allowed.en);
    this.allowed = allowed;
  }
}

/** One command of the program. */
export interface Command<Options = Readonly<Record<string, unknown>>> {
  readonly name: string;
  readonly summary: Localized;
  /**
   * `authoring`: reads and writes files, so it needs no passport, also with `NODE_ENV=production`. `none`: has what it
   * needs in its arguments.
   */
  readonly settings: 'all' | 'authoring' | 'none';
  readonly arguments: readonly CommandArgument[];
  readonly options: readonly CommandOption[];
  /** Commands of their own below this one: `codes import`. */
  readonly commands?: readonly Command<never>[];
  /** @param args in the order of `arguments`; `undefined` for one left out, a list for `[activity...]` */
  run(parts: CommandParts, io: Io, args: readonly unknown[], options: Options): Promise<ExitCode>;
}
