import { expect } from 'chai';
import { EnvReader } from '../../src/container/env-reader.ts';
import { readTraces } from '../../src/container/trace-settings.ts';

const ENDPOINT = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318/' };
const read = (env: Record<string, string>) => readTraces(new EnvReader(env));

describe('readTraces', () => {
  it('is off without an endpoint, and where OpenTelemetry is turned off', () => {
    for (const env of [
      {},
      { OTEL_SERVICE_NAME: 'shop' },
      { ...ENDPOINT, OTEL_SDK_DISABLED: 'True' },
      { ...ENDPOINT, OTEL_TRACES_EXPORTER: 'none' },
    ]) {
      expect(read(env)).to.equal(null);
    }
  });

  it('reads the standard names', () => {
    expect(read(ENDPOINT)).to.deep.equal({
      url: 'http://127.0.0.1:4318/v1/traces',
      headers: {},
      serviceName: 'cms-market',
      ratio: 0.01,
    });
    const all = {
      ...ENDPOINT,
      OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'https://collector/own',
      OTEL_EXPORTER_OTLP_HEADERS: 'api-key=a%20b, x=y',
      OTEL_TRACES_SAMPLER_ARG: '1',
      OTEL_SERVICE_NAME: 'shop',
    };
    const headers = { 'api-key': 'a b', x: 'y' };
    expect(read(all)).to.deep.equal({ url: 'https://collector/own', headers, serviceName: 'shop', ratio: 1 });
  });

  it('reports what is malformed, and never the headers nor a query', () => {
    const reader = new EnvReader({
      OTEL_EXPORTER_OTLP_ENDPOINT: 'grpc://x',
      OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'https://x/v1/traces?key=hidden-key',
      OTEL_EXPORTER_OTLP_HEADERS: 'hidden-key',
      OTEL_TRACES_SAMPLER_ARG: '1.1',
      OTEL_TRACES_SAMPLER: 'always_on',
      OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc',
    });
    readTraces(reader);
    expect(reader.problems).to.have.length(6);
    expect(reader.problems.join()).not.to.contain('hidden-key');
  });
});
