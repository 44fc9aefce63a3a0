import type { AuditCode, Finding } from '../../../application/analysis/audit/finding.ts';
import { centsText } from '../../../domain/shared/money.ts';

/** What was compared, what was expected and what was found. */
export interface Comparison {
  readonly what: string;
  readonly expected: string;
  readonly found: string;
}

export type Comparisons<Code extends AuditCode> = Readonly<
  Record<Code, (params: Finding['params']) => Comparison>
>;

export const text = (value: string | number | undefined) => String(value ?? '');

export const yuan = (cents: string | number | undefined) => centsText(Number(cents ?? 0));
