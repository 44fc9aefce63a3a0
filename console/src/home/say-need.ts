import type { Need } from '../../../src/adapters/koa/console/contract/home.ts';
import { useFormat } from '../format/use-format.ts';
import { i18n } from '../i18n/words.ts';

/* A stock that is gone runs out no more. */
const GONE: Partial<Record<Need['kind'], string>> = {
  stock_runs_out: 'stock_out',
  codes_run_out: 'codes_out',
};

/** Returns what a need is, as a sentence in the console's language. */
export function sayNeed(need: Need): string {
  const key = need.params['left'] === 0 ? (GONE[need.kind] ?? need.kind) : need.kind;
  return i18n.global.t(`home.needs.${key}`, paramsOf(need));
}

function sayReason(code: string): string {
  const { t, te } = i18n.global;
  return te(`home.reasons.${code}`) ? t(`home.reasons.${code}`) : code;
}

type Say = (value: string | number) => string;

/* Money, shares and times as everywhere in the console. */
function paramsOf({ params }: Need): Record<string, string> {
  const { money, percent, number, when } = useFormat();
  const says: Readonly<Record<string, Say>> = {
    spent: money,
    budget: money,
    share: (value) => percent(Number(value)),
    left: (value) => number(Number(value)),
    failed: (value) => number(Number(value)),
    lag_seconds: (value) => number(Number(value)),
    run_out_at: (value) => when(String(value)),
    due_at: (value) => when(String(value)),
    reason: (value) => sayReason(String(value)),
  };
  const said = Object.entries(params).map(([name, value]) => [
    name,
    value === null ? '…' : (says[name]?.(value) ?? String(value)),
  ]);
  return Object.fromEntries(said);
}
