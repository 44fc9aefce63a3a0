import type { Registry } from 'prom-client';
import type { ConfigEvents } from '../../domain/activities/config-events.ts';
import type { StoreOperation, StoreTelemetry } from '../../domain/shared/store-telemetry.ts';
import type { RiskAction } from '../../domain/visitors/risk-assessor.ts';
import type {
  KeyFetchTelemetry,
  PassportResult,
  PassportTelemetry,
  RiskResult,
  RiskTelemetry,
  SessionTelemetry,
  SessionTier,
  UnknownTokenResult,
  UnknownTokenTelemetry,
} from '../../domain/visitors/visitor-telemetry.ts';
import { CellCounter, CellHistogram, type CounterCell, type HistogramCell } from './cells.ts';

/* A login waits for it, at most `PASSPORT_TIMEOUT_MS` (default 2 s). */
const PASSPORT_BOUNDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5];

/* A draw waits for it, at most `RISK_TIMEOUT_MS` (default 0.3 s). */
const RISK_BOUNDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1, 2];

/* 1 ms on the same network; a command times out after 0.2 s. */
const REDIS_BOUNDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.5];

/** Metrics of the session tiers, the passport, the store and the activities as they change. */
export class DependencyMetrics
  implements
    SessionTelemetry,
    PassportTelemetry,
    KeyFetchTelemetry,
    UnknownTokenTelemetry,
    RiskTelemetry,
    StoreTelemetry,
    Pick<ConfigEvents, 'loaded' | 'removed'>
{
  readonly #lookups: Cells<SessionTier, 'hit' | 'miss' | 'fault', CounterCell>;
  readonly #passportCalls: Record<PassportResult, CounterCell>;
  readonly #passportDuration: HistogramCell;
  readonly #unknownTokens: Record<UnknownTokenResult, CounterCell>;
  readonly #riskChecks: Cells<RiskAction, RiskResult, CounterCell>;
  readonly #riskDuration: HistogramCell;
  readonly #keyFetches: Record<'ok' | 'fault', CounterCell>;
  readonly #redis: Cells<StoreOperation, 'ok' | 'fault', HistogramCell>;
  readonly #reloads: Record<'loaded' | 'removed', CounterCell>;

  constructor(registry: Registry) {
    const lookups = new CellCounter(
      registry,
      'cms_market_session_lookups_total',
      'Look-ups in a tier of the session cache.',
    );
    this.#lookups = new Cells((tier, result) => lookups.cell({ tier, result }));

    const calls = new CellCounter(
      registry,
      'cms_market_passport_calls_total',
      'Questions to the passport; with remembered, breaker_open, bulkhead_full and network_full it was not asked.',
    );
    const call = (result: PassportResult) => calls.cell({ result });
    this.#passportCalls = {
      user: call('user'),
      refused: call('refused'),
      fault: call('fault'),
      remembered: call('remembered'),
      breaker_open: call('breaker_open'),
      bulkhead_full: call('bulkhead_full'),
      network_full: call('network_full'),
    };
    this.#passportDuration = new CellHistogram(
      registry,
      'cms_market_passport_call_duration_seconds',
      'Time of a call of the passport, faults included.',
      PASSPORT_BOUNDS,
    ).cell({});

    const unknown = new CellCounter(
      registry,
      'cms_market_unknown_tokens_total',
      'Tokens that were not valid before; with limited_network and limited_all the passport was not asked.',
    );
    this.#unknownTokens = {
      verified: unknown.cell({ result: 'verified' }),
      limited_network: unknown.cell({ result: 'limited_network' }),
      limited_all: unknown.cell({ result: 'limited_all' }),
    };

    const risk = new CellCounter(
      registry,
      'cms_market_risk_checks_total',
      'Questions to the risk check; with breaker_open and bulkhead_full it was not asked.',
    );
    this.#riskChecks = new Cells((action, result) => risk.cell({ action, result }));
    this.#riskDuration = new CellHistogram(
      registry,
      'cms_market_risk_check_duration_seconds',
      'Time of a call of the risk check, faults included.',
      RISK_BOUNDS,
    ).cell({});

    const fetches = new CellCounter(
      registry,
      'cms_market_key_fetches_total',
      'Fetches of the keys of the issuer of tokens; with IDENTITY=jwt alone.',
    );
    this.#keyFetches = { ok: fetches.cell({ result: 'ok' }), fault: fetches.cell({ result: 'fault' }) };

    const redis = new CellHistogram(
      registry,
      'cms_market_redis_operation_duration_seconds',
      'Time of an operation in Redis, faults included.',
      REDIS_BOUNDS,
    );
    this.#redis = new Cells((operation, result) => redis.cell({ operation, result }));

    const reloads = new CellCounter(
      registry,
      'cms_market_config_changes_total',
      'Releases that were served anew, and activities that were removed; each process counts its own.',
    );
    this.#reloads = {
      loaded: reloads.cell({ result: 'loaded' }),
      removed: reloads.cell({ result: 'removed' }),
    };
  }

  sessionLookedUp(tier: SessionTier, result: 'hit' | 'miss' | 'fault'): void {
    this.#lookups.at(tier, result).value += 1;
  }

  passportAsked(result: PassportResult, seconds: number | null): void {
    this.#passportCalls[result].value += 1;
    if (seconds !== null) this.#passportDuration.observe(seconds);
  }

  unknownToken(result: UnknownTokenResult): void {
    this.#unknownTokens[result].value += 1;
  }

  riskChecked(action: RiskAction, result: RiskResult, seconds: number | null): void {
    this.#riskChecks.at(action, result).value += 1;
    if (seconds !== null) this.#riskDuration.observe(seconds);
  }

  keysFetched(result: 'ok' | 'fault'): void {
    this.#keyFetches[result].value += 1;
  }

  storeAnswered(operation: StoreOperation, result: 'ok' | 'fault', seconds: number): void {
    this.#redis.at(operation, result).observe(seconds);
  }

  loaded(): void {
    this.#reloads.loaded.value += 1;
  }

  removed(): void {
    this.#reloads.removed.value += 1;
  }

  /** The number of versions of the activities that this process has served: 1 at its start, plus 1 for each change. */
  configVersion(): number {
    return 1 + this.#reloads.loaded.value + this.#reloads.removed.value;
  }
}

/** Cells by two labels, created at first use. */
class Cells<A extends string, B extends string, Cell> {
  readonly #make: (a: A, b: B) => Cell;
  readonly #cells = new Map<A, Map<B, Cell>>();

  constructor(make: (a: A, b: B) => Cell) {
    this.#make = make;
  }

  at(a: A, b: B): Cell {
    let row = this.#cells.get(a);
    if (!row) {
      row = new Map();
      this.#cells.set(a, row);
    }
    let cell = row.get(b);
    if (!cell) {
      cell = this.#make(a, b);
      row.set(b, cell);
    }
    return cell;
  }
}
