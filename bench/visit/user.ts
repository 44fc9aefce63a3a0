import { setTimeout as pause } from 'node:timers/promises';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import type { Answer } from './answer-reader.ts';
import type { Connection } from './connection.ts';
import { type Journey, journey, journeyOnTheWay, journeyThinking, type Random, thinkMs } from './journey.ts';
import type { Samples } from './samples.ts';
import type { UserRequest, UserRequests } from './user-requests.ts';

/** What the users of a crowd have in common. */
export interface Crowding {
  readonly requests: UserRequests;
  readonly random: Random;
  readonly coldShare: number;
  /** 0: without thinking. */
  readonly meanThinkMs: number;
  /** Of what is measured now; `null`: nothing is. */
  samples: Samples | null;
  isOver: boolean;
}

/* Of the answers in JSON, one in so many is read: a refusal, too, has the status 200. */
const READ_ONE_IN = 50;

const AFTER_FAILURE_MS = 100;

let users = 0;
/* Each run has its own users, so that none has used up the chances. */
const run = `${process.pid.toString(36)}${Date.now().toString(36)}`;

/** One after the other, users visit on this connection, until the crowd's end. The first is met on the way. */
export async function visitForever(connection: Connection, crowding: Crowding): Promise<void> {
  const { random, coldShare, meanThinkMs } = crowding;
  // Else all users of a crowd would open the page at the same time, and then draw at the same time.
  const first = meanThinkMs > 0 ? journeyThinking(random, coldShare) : journeyOnTheWay(random, coldShare);
  await visit(connection, crowding, first.journey, first.next);
  while (!crowding.isOver) await visit(connection, crowding, journey(random, coldShare), 0);
}

async function visit(
  connection: Connection,
  crowding: Crowding,
  { isCold, stages }: Journey,
  from: number,
): Promise<void> {
  users += 1;
  const uid = `${run}-${users}`;
  let waitedMs = 0;
  try {
    for (let index = from; index < stages.length; index++) {
      if (index > 0 && crowding.meanThinkMs > 0) await pause(thinkMs(crowding.random, crowding.meanThinkMs));
      for (const request of crowding.requests.of(stages[index] ?? 'open', uid, isCold, index)) {
        if (crowding.isOver) return;
        waitedMs += await send(connection, crowding, request);
      }
    }
    crowding.samples?.visit(from === 0 ? waitedMs : null);
  } catch (error) {
    if (crowding.isOver) return;
    crowding.samples?.failure((error as Error).message);
    await pause(AFTER_FAILURE_MS);
  }
}

/** Resolves to the time until the whole answer had arrived. */
async function send(connection: Connection, crowding: Crowding, request: UserRequest): Promise<number> {
  const opening = connection.open();
  if (opening) await opening;
  const isJson = request.step === 'static' || request.step === 'draw' || request.step === 'prizes';
  const isRead = isJson && crowding.random() * READ_ONE_IN < 1;
  const sent = performance.now();
  const answer = await connection.ask(request.text, isRead);
  const ms = performance.now() - sent;
  crowding.samples?.step(request.step, ms, answer.bytes);
  if (answer.status !== request.status) throw new Error(`${request.step} answered ${answer.status}`);
  if (isRead) checkRet(request, answer);
  return ms;
}

function checkRet({ step }: UserRequest, { body, isGzip, isBrotli }: Answer): void {
  const unpacked = isGzip ? gunzipSync(body) : isBrotli ? brotliDecompressSync(body) : body;
  const { ret } = JSON.parse(unpacked.toString());
  if (ret !== 0) throw new Error(`${step} answered ret ${ret}`);
}
