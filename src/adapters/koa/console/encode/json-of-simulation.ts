import type { SimulationReport } from '../../../../application/analysis/simulation/report.ts';
import type { SimulationRecord } from '../../../../domain/releases/simulations.ts';
import type { SimulationOrderJson, SimulationStateJson } from '../contract/simulations.ts';
import type { ReleaseWords } from '../release-words.ts';
import { isoOf } from './iso.ts';

const NONE: SimulationStateJson = {
  ...{ state: 'none', progress: 0, failure: null, content: null, is_current: false },
  ...{ order: null, at: null, by: null, report: null },
};

/** @param content of the draft */
export function jsonOfSimulation(
  record: SimulationRecord | undefined,
  content: string,
  words: Pick<ReleaseWords, 'simulation'>,
): SimulationStateJson {
  if (!record) return NONE;
  const { state, progress, failure, report, by } = record;
  const parsed = report === null ? null : (JSON.parse(report) as SimulationReport);
  return {
    ...{ state, progress, failure, by, content: record.content },
    is_current: record.content === content,
    order: JSON.parse(record.order) as SimulationOrderJson,
    at: isoOf(record.at),
    report: parsed && { ...parsed, warnings: words.simulation(parsed) },
  };
}
