import type { Report } from '../../../src/adapters/koa/console/contract/report.ts';

export type Finding = Report['findings'][number];

type ParamFormat = 'money' | 'percent' | 'number' | 'when' | 'duration' | 'answer';

/** How each param is written; the others are texts. */
const FORMATS: Readonly<Record<string, ParamFormat>> = {
  count: 'number',
  failed: 'number',
  draws: 'number',
  left: 'number',
  stock: 'number',
  share: 'percent',
  spent: 'money',
  budget: 'money',
  low: 'money',
  high: 'money',
  value: 'money',
  at: 'when',
  lag_seconds: 'duration',
  code: 'answer',
};

export type Writers = Readonly<Record<ParamFormat, (value: string | number) => string>>;

export interface FindingWords {
  readonly key: string;
  readonly params: Readonly<Record<string, string>>;
  /** Where the list behind it is. */
  readonly to: {
    readonly page: 'deliveries' | 'history' | 'live' | 'report';
    readonly state?: string;
    readonly hash?: string;
  };
}

const PLACES: Readonly<Record<Finding['kind'], FindingWords['to']>> = {
  wins_unclaimed: { page: 'deliveries' },
  deliveries_failed: { page: 'deliveries', state: 'failed' },
  prize_left_over: { page: 'report', hash: '#prizes' },
  prize_ran_out: { page: 'report', hash: '#prizes' },
  peak_minute: { page: 'report', hash: '#hours' },
  refusals: { page: 'live' },
  faults: { page: 'live' },
  cost_off_forecast: { page: 'report', hash: '#cost' },
  budget_used: { page: 'report', hash: '#cost' },
  archive_behind: { page: 'live' },
};

/** Which sentence says a finding, with its params as they are written, and where it comes from. */
export function findingWords({ kind, params }: Finding, writers: Writers): FindingWords {
  const written = Object.entries(params).map(([name, value]) => {
    const writer = FORMATS[name];
    if (value === null) return [name, '–'] as const;
    return [name, writer ? writers[writer](value) : String(value)] as const;
  });
  return { key: keyOf(kind, params), params: Object.fromEntries(written), to: PLACES[kind] };
}

function keyOf(kind: Finding['kind'], params: Finding['params']): string {
  if (kind === 'cost_off_forecast')
    return Number(params['spent']) > Number(params['high']) ? 'cost_above_forecast' : 'cost_below_forecast';
  if (kind === 'archive_behind' && params['lag_seconds'] == null) return 'archive_halted';
  return kind;
}
