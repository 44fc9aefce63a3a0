import type { Costs } from './costs.ts';
import type { Inputs } from './inputs.ts';

/** What arrives in the busiest second, and the CPU time, in cores, that it takes of the service and nginx. */
export interface Traffic {
  readonly visits: number;
  readonly requests: number;
  readonly draws: number;
  readonly logins: number;
  readonly handshakes: number;
  /** Phones that are connected at once, at most. */
  readonly openConnections: number;
  readonly bitsPerSecond: number;
  readonly cores: CpuParts;
}

export interface CpuParts {
  readonly 'TLS handshakes': number;
  readonly 'nginx, requests': number;
  readonly 'page, its files, pictures': number;
  readonly 'static, known session': number;
  readonly 'static, with a login': number;
  readonly draws: number;
  readonly prizes: number;
  readonly 'wins and what is left': number;
}

/* The page asks for wins and what is left when it is shown, and every 30 s (`EVERY_MS` of its use-live.ts). */
const LIVE_EVERY_SECONDS = 30;
const SECONDS = 60;
/* Of TCP, IP and TLS records: 40 bytes of headers and 22 of TLS in 1,460 of data. */
const PACKET_OVERHEAD = 1.05;
/* A handshake with a chain of two ECDSA certificates sends about so much. */
const HANDSHAKE_BYTES = 4000;

export function trafficOf(inputs: Inputs, costs: Costs): Traffic {
  const { visitorsFirstMinute, spreadMinutes, peakFactor, draws, prizeLooks, connections } = inputs;
  const visits = (visitorsFirstMinute / (spreadMinutes * SECONDS)) * peakFactor;
  const requestsOfVisit = perVisit(inputs, costs);
  const lifetime = inputs.visitSeconds + inputs.keepaliveSeconds;
  return {
    visits,
    requests: visits * (requestsOfVisit.small + requestsOfVisit.assets + requestsOfVisit.media),
    draws: visits * draws,
    logins: visits * inputs.loginShare,
    handshakes: visits * connections,
    openConnections: connections * Math.min(visitorsFirstMinute, visits * lifetime),
    bitsPerSecond: visits * bytesOfVisit(inputs, costs) * 8,
    cores: coresOf(inputs, costs, visits, { draws, prizeLooks }),
  };
}

/** Bytes that the machines send for a visit. */
export function bytesOfVisit(inputs: Inputs, costs: Costs): number {
  const { coldShare, cdnShare, pictures, draws, prizeLooks, connections } = inputs;
  const files =
    coldShare * costs['wire.gzip.assets'] + (pictures / PICTURES_MEASURED) * costs['wire.gzip.media'];
  const answers =
    costs['wire.gzip.page'] +
    costs['wire.gzip.static'] +
    draws * costs['wire.gzip.draw'] +
    prizeLooks * costs['wire.gzip.prizes'] +
    liveLooks(inputs) * costs['wire.gzip.live'];
  return ((1 - cdnShare) * files + answers) * PACKET_OVERHEAD + connections * HANDSHAKE_BYTES;
}

/* `wire.*.media` are all pictures of activity 1055. */
const PICTURES_MEASURED = 7;

function liveLooks({ visitSeconds }: Inputs): number {
  return 1 + visitSeconds / LIVE_EVERY_SECONDS;
}

function perVisit(inputs: Inputs, costs: Costs) {
  const { draws, prizeLooks, coldShare, cdnShare, pictures } = inputs;
  return {
    small: 2 + draws + prizeLooks + liveLooks(inputs),
    assets: costs['visit.files'] * coldShare * (1 - cdnShare),
    media: pictures * (1 - cdnShare),
  };
}

function coresOf(
  inputs: Inputs,
  costs: Costs,
  visits: number,
  { draws, prizeLooks }: { draws: number; prizeLooks: number },
): CpuParts {
  const { small, assets, media } = perVisit(inputs, costs);
  const { loginShare } = inputs;
  const cores = (microsOfVisit: number) => (visits * microsOfVisit) / 1e6;
  return {
    'TLS handshakes': cores(inputs.connections * inputs.tlsShare * handshakeMicros(inputs, costs)),
    'nginx, requests': cores(
      small * costs['nginx.request'] + assets * costs['nginx.asset'] + media * costs['nginx.media'],
    ),
    'page, its files, pictures': cores(
      costs['service.page'] +
        (1 - inputs.nginxCacheShare) * (assets * costs['service.asset'] + media * costs['service.media']),
    ),
    'static, known session': cores((1 - loginShare) * costs['service.staticCold']),
    'static, with a login': cores(loginShare * costs['service.staticLogin']),
    draws: cores(draws * costs['service.drawCold']),
    prizes: cores(prizeLooks * costs['service.prizes']),
    // One answer for all, kept as bytes, as an open `static` is.
    'wins and what is left': cores(liveLooks(inputs) * costs['service.staticOpen']),
  };
}

function handshakeMicros({ rsaShare, resumedShare }: Inputs, costs: Costs): number {
  const complete = rsaShare * costs['tls.rsa'] + (1 - rsaShare) * costs['tls.ecdsa'];
  return resumedShare * costs['tls.resumed'] + (1 - resumedShare) * complete;
}
