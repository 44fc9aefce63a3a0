import type { Load } from './load.ts';
import { CLIENT_CORE } from './processes.ts';
import { floor, type Server } from './servers.ts';
import type { Planned } from './variants.ts';

export interface TraceVariantsOptions {
  readonly group: string;
  readonly load: Load;
  /** The `dist` of another build, which has no traces or has them off; empty: none. */
  readonly beside: string;
  readonly start: (env: Readonly<Record<string, string>>, options?: { dist: string }) => Promise<Server>;
}

const OFF = 'traces off';

/** What traces cost. Their collector runs on the client's core. */
export function traceVariants({ group, load, beside, start }: TraceVariantsOptions): Planned[] {
  const traced = async (ratio: string) => {
    const collector = await floor('collector.ts', [], { core: CLIENT_CORE });
    return start({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.origin, OTEL_TRACES_SAMPLER_ARG: ratio });
  };
  const beOff = (wanted: number) => [{ floor: OFF, wanted }];
  const variants: Planned[] = [
    { group, load, name: OFF, floors: [], start: () => start({}) },
    { group, load, name: '1 % traced', floors: beOff(0.95), start: () => traced('0.01') },
    { group, load, name: 'all traced', floors: beOff(0.5), start: () => traced('1') },
  ];
  if (!beside) return variants;
  const other = { group, load, name: 'the other build', floors: beOff(1) };
  return [...variants, { ...other, start: () => start({}, { dist: beside }) }];
}
