import { Agent, request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';

export interface DrawRequest {
  readonly uid: string;
  readonly requestId: string;
}

export interface DrawAllOptions {
  readonly concurrency?: number;
  readonly signal?: AbortSignal;
}

export interface DrawAnswer extends DrawRequest {
  /** `null` where no answer came. */
  readonly ret: number | null;
  // biome-ignore lint/suspicious/noExplicitAny: the data of an answer
  readonly data: any;
}

/* A machine that is busy with something else makes Redis miss its deadline for a moment. */
const BUSY = 5003;
const PATIENCE = { attempts: 30, pauseMs: 100 };

/**
 * Makes draws over HTTP, so many at a time, and returns each with its answer. Asks again with the same request id,
 * as the page does, while the service is busy. Stops early when the signal is aborted.
 */
export async function drawAll(
  base: string,
  activityId: string,
  requests: Iterable<DrawRequest>,
  { concurrency = 64, signal }: DrawAllOptions = {},
): Promise<DrawAnswer[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: concurrency });
  const answers: DrawAnswer[] = [];
  const queue = requests[Symbol.iterator]();
  async function work(): Promise<void> {
    for (let next = queue.next(); !next.done && !signal?.aborted; next = queue.next()) {
      let answer = await drawOnce(agent, base, activityId, next.value);
      for (let attempt = 1; answer.ret === BUSY && attempt < PATIENCE.attempts; attempt++) {
        if (signal?.aborted) break;
        await pause(PATIENCE.pauseMs);
        answer = await drawOnce(agent, base, activityId, next.value);
      }
      answers.push(answer);
    }
  }
  await Promise.all(Array.from({ length: concurrency }, work));
  agent.destroy();
  return answers;
}

function drawOnce(
  agent: Agent,
  base: string,
  activityId: string,
  { uid, requestId }: DrawRequest,
): Promise<DrawAnswer> {
  const body = JSON.stringify({ activity_id: activityId, token: `demo-${uid}@1000`, request_id: requestId });
  return new Promise((resolve) => {
    const unanswered = () => resolve({ uid, requestId, ret: null, data: null });
    const sent = request(
      `${base}/shake/draw`,
      {
        agent,
        method: 'POST',
        headers: { 'Content-Type': 'application/json', 'Content-Length': body.length },
        timeout: 60_000,
      },
      (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk) => {
          text += chunk;
        });
        response.on('end', () => {
          try {
            const { ret, data } = JSON.parse(text);
            resolve({ uid, requestId, ret, data });
          } catch {
            unanswered();
          }
        });
        response.on('error', unanswered);
      },
    );
    sent.on('error', unanswered);
    sent.on('timeout', () => sent.destroy());
    sent.end(body);
  });
}
