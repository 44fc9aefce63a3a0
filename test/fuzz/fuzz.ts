import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { type RunningProgram, startProgram } from '../support/built-program.ts';
import { ask } from '../support/http.ts';
import { type RawAnswer, RawConnection } from './raw-connection.ts';
import { type FuzzRequest, fuzzRequest } from './requests.ts';

const BATCH = 500;
const CONNECTIONS = 32;

/* What a process of Node may come to hold by use alone, caches included, after it is warm. */
const MAX_GROWTH_MB = 100;

const STATUSES: Readonly<Record<number, readonly number[]>> = {
  0: [200],
  1001: [200, 400, 413, 415],
  1002: [200],
  1003: [200],
  1004: [200],
  1005: [200],
  1006: [200],
  2001: [200],
  2002: [200],
  4004: [404],
  4005: [405],
  4029: [429],
};

/* What the samples let anyone know of their prizes: the odds, and nothing else of the rules. */
const FACTS = /"prize_facts":\{(?:"[^"]+":\{"tier":"\w+"(?:,"odds":"[^"]+")?(?:,"quantity":\d+)?\},?)+\}/;

export interface FuzzReport {
  readonly requests: number;
  readonly answered: number;
  readonly statuses: Readonly<Record<string, number>>;
  readonly rssGrowthMb: number;
}

/**
 * Sends so many made-up requests to the built program, and throws at the first answer that no request may get,
 * with the request and the seed that makes it again.
 */
export async function fuzz(requests: number, seed: number): Promise<FuzzReport> {
  const program = await startProgram();
  const connections = Array.from({ length: CONNECTIONS }, () => new RawConnection(program.port));
  const statuses: Record<string, number> = {};
  let answered = 0;
  let warmRssMb = 0;
  try {
    const before = await untouched(program);
    for (let done = 0; done < requests; done += BATCH) {
      const batch = fc.sample(fuzzRequest, { numRuns: Math.min(BATCH, requests - done), seed: seed + done });
      const queue = batch.values();
      const work = async (connection: RawConnection) => {
        for (const request of queue) {
          const answer = await connection.send(request);
          const wrong = answer && whatIsWrong(request, answer);
          if (wrong) throw new Error(describe(wrong, request, answer, seed));
          if (!answer) continue;
          answered += 1;
          statuses[answer.status] = (statuses[answer.status] ?? 0) + 1;
        }
      };
      await Promise.all(connections.map(work));
      if (warmRssMb === 0 && done >= Math.min(requests / 2, 50_000)) warmRssMb = await rssMb(program.pid);
    }
    const rssGrowthMb = Math.round((await rssMb(program.pid)) - warmRssMb);
    if (rssGrowthMb > MAX_GROWTH_MB) throw new Error(`RSS grew by ${rssGrowthMb} MB (seed ${seed})`);
    if ((await untouched(program)) !== before) throw new Error(`an answer has changed (seed ${seed})`);
    if (answered < requests / 2) throw new Error(`only ${answered} of ${requests} were answered`);
    return { requests, answered, statuses, rssGrowthMb };
  } finally {
    for (const connection of connections) connection.close();
    await program.stop();
  }
}

/** What is wrong with an answer; `null` if nothing is. */
function whatIsWrong({ path, method, token }: FuzzRequest, { status, head, body }: RawAnswer): string | null {
  if (!(status >= 200 && status < 500)) return `status ${status}`;
  // Fairness lists the hashes of the rules; their texts are of a draw that is over.
  if (/blocked_users|u666|"stock"|"odds"|"budget"/.test(body.replace(FACTS, ''))) return 'rules got out';
  if (!path.includes('fairness') && body.includes('"rules"')) return 'rules got out';
  if (/polluted|\n\s+at .*:\d+:\d+|node_modules|\/src\/|\/dist\//.test(body)) return 'something got out';
  // The cookie carries it, and the redirect keeps the query: both go to the client that sent it.
  const exposed = head.replace(/^(set-cookie|location): .*$/gim, '');
  if (/^(demo|stolen)-/.test(token) && (body.includes(token) || exposed.includes(token)))
    return 'the token is echoed';
  if (!path.startsWith('/cms-market') || method === 'HEAD' || status === 304 || status === 308) return null;
  const type = /\r\nContent-Type: ([^\r]*)/i.exec(head)?.[1] ?? '';
  // What is no HTTP is answered by Node itself, which knows no path.
  if (type === '' && /^(400|408|413|417|431)$/.test(`${status}`) && body === '') return null;
  if (/^(text\/html|text\/javascript|image\/)/.test(type)) return null;
  return notAnEnvelope(status, type, body);
}

function notAnEnvelope(status: number, type: string, body: string): string | null {
  if (!type.startsWith('application/json')) return `of the type "${type}"`;
  let json: Record<string, unknown> & { ret: number };
  try {
    json = JSON.parse(body);
  } catch {
    return 'no JSON';
  }
  if (!STATUSES[json.ret]?.includes(status)) return `ret ${json.ret} with status ${status}`;
  if (typeof json.msg !== 'string' || !Number.isInteger(json.timestamp)) return 'no envelope';
  if (json.ret !== 0 && json.data !== '') return 'data with a refusal';
  return null;
}

function describe(wrong: string, request: FuzzRequest, answer: RawAnswer, seed: number): string {
  const sent = JSON.stringify(request.bytes.toString('latin1'));
  return `${wrong} (seed ${seed})\nsent: ${sent}\ngot: ${answer.head}${answer.body.slice(0, 500)}`;
}

/** An answer that no request may change. */
async function untouched(program: RunningProgram): Promise<string> {
  const { json } = await ask(`${program.base}/static?activity_id=1056`);
  return JSON.stringify(json.data);
}

async function rssMb(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024;
}
