import { setTimeout as pause } from 'node:timers/promises';
import { Crowd } from './crowd.ts';
import { usersFor } from './journey.ts';
import { type Measured, measure } from './measure.ts';
import { readSite, type Site } from './site.ts';
import type { Subject } from './subjects.ts';
import { UserRequests, userHeaders } from './user-requests.ts';

export interface RunOptions {
  readonly seconds: number;
  readonly rounds: number;
  readonly meanThinkMs: number;
  readonly coldShare: number;
  readonly say: (text: string) => void;
}

/** What a browser offers. */
export const ACCEPT_ENCODING = 'gzip, deflate, br';

/* Without thinking. As many as in `npm run bench`. */
const SATURATING_USERS = 64;
/* For V8 to compile what is hot. */
const WARM_UP_SECONDS = 4;
const SETTLE_SECONDS = 0.5;
/* The share of the limit at which delays are measured, and how much longer than a round. */
export const LOADS = [0.5, 0.7, 0.9] as const;
const POINT_ROUNDS = 2.5;

export interface Point extends Measured {
  readonly load: number;
}

/** The rounds of each subject without thinking, interleaved. */
export async function saturate(
  subjects: readonly Subject[],
  options: RunOptions,
): Promise<Map<Subject, Measured[]>> {
  const measured = new Map<Subject, Measured[]>(subjects.map((subject) => [subject, []]));
  for (let round = 0; round <= options.rounds; round++) {
    for (const subject of subjects) {
      const isWarmUp = round === 0;
      options.say(
        `${isWarmUp ? 'warming up' : `round ${round} of ${options.rounds}`}: ${subject.route}: ${subject.name}`,
      );
      const crowd = await crowdOf(subject, options, 0);
      await crowd.add(SATURATING_USERS);
      await pause((isWarmUp ? WARM_UP_SECONDS : SETTLE_SECONDS) * 1000);
      if (!isWarmUp) measured.get(subject)?.push(await measure(crowd, subject, options.seconds));
      crowd.end();
    }
  }
  return measured;
}

/**
 * Users who think, as many as visit at these shares of the limit.
 * @param limits visits a second
 */
export async function calm(
  limits: ReadonlyMap<Subject, number>,
  options: RunOptions,
): Promise<Map<Subject, Point[]>> {
  const points = new Map<Subject, Point[]>([...limits.keys()].map((subject) => [subject, []]));
  for (const load of LOADS) {
    for (const [subject, limit] of limits) {
      options.say(`at ${load * 100} %: ${subject.route}: ${subject.name}`);
      const crowd = await crowdOf(subject, options, options.meanThinkMs);
      await crowd.add(usersFor(load * limit, options.meanThinkMs));
      await pause(SETTLE_SECONDS * 1000);
      const measured = await measure(crowd, subject, options.seconds * POINT_ROUNDS);
      points.get(subject)?.push({ load, ...measured });
      crowd.end();
      await pause(SETTLE_SECONDS * 1000);
    }
  }
  return points;
}

const sites = new Map<Subject, Promise<Site>>();

async function crowdOf(subject: Subject, { coldShare }: RunOptions, meanThinkMs: number): Promise<Crowd> {
  const headers = userHeaders(ACCEPT_ENCODING, subject.route === 'nginx');
  const site = sites.get(subject) ?? readSite(`http://127.0.0.1:${subject.port}`, headers);
  sites.set(subject, site);
  const requests = new UserRequests(await site, headers);
  return new Crowd(subject.port, { requests, random: Math.random, coldShare, meanThinkMs });
}
