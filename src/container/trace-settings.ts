import type { EnvReader } from './env-reader.ts';
import { httpUrl, NotAllowed, oneOf } from './settings-readers.ts';

export interface TraceSettings {
  /** Where OTLP/HTTP is received, with its path. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly serviceName: string;
  /** Of the requests for which nobody else decides: from 0 to 1. */
  readonly ratio: number;
}

const DEFAULT_RATIO = 0.01;

/**
 * Traces, by the variables that OpenTelemetry names; `null`: off. All are read where they are set, so that a malformed one is
 * reported before traces are turned on.
 */
export function readTraces(reader: EnvReader): TraceSettings | null {
  const { env } = reader;
  const read = reader.read.bind(reader);
  const base = read('OTEL_EXPORTER_OTLP_ENDPOINT', null, collectorUrl);
  const own = read('OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', null, collectorUrl);
  const isDisabled = read('OTEL_SDK_DISABLED', false, sdkDisabled);
  const exporter = read('OTEL_TRACES_EXPORTER', 'otlp', oneOf(['otlp', 'none']));
  const protocol = oneOf(['http/json']);
  read('OTEL_EXPORTER_OTLP_TRACES_PROTOCOL', 'http/json', protocol);
  if (!env['OTEL_EXPORTER_OTLP_TRACES_PROTOCOL']) read('OTEL_EXPORTER_OTLP_PROTOCOL', 'http/json', protocol);
  read('OTEL_TRACES_SAMPLER', 'parentbased_traceidratio', oneOf(['parentbased_traceidratio']));
  const common = read('OTEL_EXPORTER_OTLP_HEADERS', {}, headers);
  const settings = {
    headers: { ...common, ...read('OTEL_EXPORTER_OTLP_TRACES_HEADERS', {}, headers) },
    serviceName: read('OTEL_SERVICE_NAME', 'cms-market', serviceName),
    ratio: read('OTEL_TRACES_SAMPLER_ARG', DEFAULT_RATIO, ratio),
  };
  const url = own ?? (base && `${base.replace(/\/+$/, '')}/v1/traces`);
  return url === null || isDisabled || exporter === 'none' ? null : { url, ...settings };
}

function collectorUrl(text: string): string {
  const { username, search, hash } = new URL(httpUrl(text));
  if (username === '' && search === '' && hash === '') return text;
  throw new NotAllowed(
    'an http:// or https:// URL without a user and a query, such as http://127.0.0.1:4318',
    // A query may hold a key.
    search !== '',
  );
}

/* As the specification has it: in any case of letters. */
function sdkDisabled(text: string): boolean {
  const lower = text.toLowerCase();
  if (lower === 'true' || lower === 'false') return lower === 'true';
  throw new NotAllowed('true or false');
}

function ratio(text: string): number {
  const value = /^(?:\d{1,3}(?:\.\d{0,12})?|\.\d{1,12})$/.test(text) ? Number(text) : Number.NaN;
  if (value >= 0 && value <= 1) return value;
  throw new NotAllowed('a number from 0 to 1, such as 0.01');
}

function serviceName(text: string): string {
  if (/^[\x21-\x7e][\x20-\x7e]{0,127}$/.test(text)) return text;
  throw new NotAllowed('at most 128 printable ASCII characters');
}

/* As in the header `baggage`: percent-encoded, with commas. Their values are often keys. */
function headers(text: string): Readonly<Record<string, string>> {
  const pairs = text.split(',').map((pair) => /^\s*([A-Za-z0-9!#$%&'*+.^_`|~-]+)\s*=(.*)$/.exec(pair));
  const read: Record<string, string> = {};
  for (const pair of pairs) {
    const value = pair && decoded(pair[2]?.trim() ?? '');
    if (!pair?.[1] || value === null || !/^[\x20-\x7e]*$/.test(value)) throw new NotAllowed(HEADERS, true);
    read[pair[1]] = value;
  }
  return read;
}

const HEADERS = 'headers with commas, their values percent-encoded: name=value,name=value';

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
