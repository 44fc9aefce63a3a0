import { expect } from 'chai';
import { activitiesDir } from '../support/activities-dir.ts';
import { type RunningProgram, startProgram } from '../support/built-program.ts';
import { freePort } from '../support/free-port.ts';
import { ask } from '../support/http.ts';
import type { Handler } from '../support/http-server.ts';
import { loadedFiles } from '../support/loaded-files.ts';
import { type OtlpCollector, startOtlpCollector } from '../support/otlp-collector.ts';
import { familiesOf, sampleValue } from '../support/scrape.ts';
import { tempDir } from '../support/temp-dir.ts';
import { until } from '../support/until.ts';

const REQUESTS = 20;

/* Its API alone is in each process: prom-client brings it, for exemplars. */
const OF_SDK = /node_modules\/@opentelemetry\/(?!api\/)/;

const answering =
  (status: number, headers = {}): Handler =>
  (_request, response) =>
    response.writeHead(status, headers).end('words of the collector');

/* What a collector may do to spans. */
const FAILING: Readonly<Record<string, Handler | null>> = {
  'is away': null,
  hangs: () => {},
  'breaks off': (request) => request.socket.destroy(),
  'answers 500': answering(500),
  'answers 503, and asks to try again in an hour': answering(503, { 'Retry-After': '3600' }),
  'refuses the key': answering(401),
};

describe('traces, and their collector', () => {
  let programs: RunningProgram[];
  let collectors: OtlpCollector[];
  let ACTIVITIES_DIR: string;

  before(async () => {
    ACTIVITIES_DIR = await activitiesDir({ a1: { dispatch: 'sku', skus: [] } });
  });
  beforeEach(() => {
    programs = [];
    collectors = [];
  });
  afterEach(async () => {
    await Promise.all(programs.map((program) => program.stop()));
    await Promise.all(collectors.map((collector) => collector.close()));
  });

  async function start(env: Readonly<Record<string, string>>): Promise<RunningProgram> {
    const program = await startProgram({ ACTIVITIES_DIR, OTEL_TRACES_SAMPLER_ARG: '1', ...env });
    programs.push(program);
    return program;
  }

  async function collector(answer?: Handler): Promise<string> {
    const started = await startOtlpCollector(answer);
    collectors.push(started);
    return started.origin;
  }

  async function visits(program: RunningProgram): Promise<void> {
    const url = `${program.base}/static?activity_id=a1`;
    const answers = await Promise.all(Array.from({ length: REQUESTS }, () => ask(url)));
    expect(answers.map(({ status }) => status)).to.deep.equal(Array(REQUESTS).fill(200));
  }

  async function spans({ origin }: RunningProgram, result: string): Promise<number | undefined> {
    const families = familiesOf((await ask(`${origin}/metrics`)).text);
    return sampleValue(families, 'cms_market_spans_total', { result });
  }

  for (const [what, answer] of Object.entries(FAILING)) {
    it(`serves, counts the spans that are dropped, and ends, where the collector ${what}`, async () => {
      const origin = answer ? await collector(answer) : `http://127.0.0.1:${await freePort()}`;
      const program = await start({ OTEL_EXPORTER_OTLP_ENDPOINT: origin });
      await visits(program);
      const dropped = async () => ((await spans(program, 'dropped')) ?? 0) >= REQUESTS;
      await until(dropped, { what: 'the spans to be dropped' });
      expect(await spans(program, 'exported')).to.equal(0);
      // And with spans that wait.
      await visits(program);
      expect(await program.stop()).to.equal(0);
      expect(program.stdout()).to.include('spans were not exported');
      expect(program.stdout()).not.to.include('words of the collector');
    });
  }

  it('sends what waits when the process ends', async () => {
    const program = await start({ OTEL_EXPORTER_OTLP_ENDPOINT: await collector() });
    await visits(program);
    expect(await program.stop()).to.equal(0);
    expect(collectors[0]?.spans).to.have.length(REQUESTS);
  });

  for (const [what, isOn] of Object.entries({ off: false, on: true })) {
    it(`loads ${isOn ? 'the SDK' : 'no SDK'} of OpenTelemetry where traces are ${what}`, async () => {
      const NODE_V8_COVERAGE = await tempDir();
      const settings = isOn ? { OTEL_EXPORTER_OTLP_ENDPOINT: await collector() } : {};
      const program = await start({ ROLE: 'all', CONSOLE_PORT: 'off', NODE_V8_COVERAGE, ...settings });
      await visits(program);
      expect(await program.stop()).to.equal(0);
      const processes = await loadedFiles(NODE_V8_COVERAGE);
      expect(processes).to.have.length.above(1);
      for (const files of processes) {
        expect(files.size).to.be.above(10);
        const found = [...files].filter(([, text]) => OF_SDK.test(text));
        expect(found.length > 0, found.map(([url]) => url).join()).to.equal(isOn);
      }
    });
  }
});
