import type { SimulationReport } from '../../application/simulation/report.ts';

export function simulationPage(report: SimulationReport): string {
  return report.title;
}
