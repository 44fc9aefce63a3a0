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

/* Without thinking: enough that the core has work while others wait for the disk of Redis. */
const SATURATING_USERS = 256;
/* For V8 to compile what is hot. */
const WARM_UP = { visits: 4000, mostSeconds: 15 };
/* In a round without thinking, so that the visits cut at its ends do not matter. */
const LEAST_VISITS = 1500;
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
  for (const subject of subjects) {
    options.say(`warming up: ${subject.route}: ${subject.name}`);
    await saturating(subject, options, warmUp);
  }
  const measured = new Map<Subject, Measured[]>(subjects.map((subject) => [subject, []]));
  for (let round = 1; round <= options.rounds; round++) {
    for (const subject of subjects) {
      options.say(`round ${round} of ${options.rounds}: ${subject.route}: ${subject.name}`);
      const measuring = (crowd: Crowd) => measure(crowd, subject, options.seconds, LEAST_VISITS);
      measured.get(subject)?.push(await saturating(subject, options, measuring));
    }
  }
  return measured;
}

async function saturating<T>(
  subject: Subject,
  options: RunOptions,
  work: (crowd: Crowd) => Promise<T>,
): Promise<T> {
  const crowd = await crowdOf(subject, options, 0);
  await crowd.add(SATURATING_USERS);
  await pause(SETTLE_SECONDS * 1000);
  const done = await work(crowd);
  crowd.end();
  return done;
}

async function warmUp(crowd: Crowd): Promise<void> {
  const samples = crowd.measure();
  const end = performance.now() + WARM_UP.mostSeconds * 1000;
  while (samples.visits < WARM_UP.visits && performance.now() < end) await pause(100);
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
