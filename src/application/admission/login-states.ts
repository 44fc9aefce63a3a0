import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../../domain/shared/clock.ts';
import type { Entropy } from '../../domain/shared/entropy.ts';
import { RecentKeys } from '../shared/recent-keys.ts';

/** How long a visitor may take between the button and the way back. */
export const LOGIN_SECONDS = 600;

/* 128 bits: nobody guesses it in ten minutes. WeChat takes letters and digits, at most 128. */
const STATE_BYTES = 16;

/* About 6 MB. */
const MAX_USED = 50_000;

/** A login that was begun: the state goes by WeChat, the proof stays with the browser. */
export interface BegunLogin {
  readonly state: string;
  readonly proof: string;
}

export interface LoginStatesDependencies {
  /** Known to every process, and to nobody else. */
  readonly key: Uint8Array;
  readonly clock: Clock;
  readonly entropy: Entropy;
}

/**
 * Binds a login to the browser that has begun it. Nothing is stored: the proof, which the browser keeps as a cookie, is a MAC
 * over the state, the time and the address to come back to. Somebody else's link to the callback lacks the proof.
 */
export class LoginStates {
  readonly #deps: LoginStatesDependencies;
  /*
   * A browser loses the proof with the first answer. This is for one that does not, in this process; in another one WeChat
   * refuses the code, which is good once.
   */
  readonly #used = new RecentKeys(MAX_USED);

  constructor(deps: LoginStatesDependencies) {
    this.#deps = deps;
  }

  begin(returnTo: string): BegunLogin {
    const { clock, entropy } = this.#deps;
    const state = entropy.hex(STATE_BYTES);
    const time = Math.floor(clock.now() / 1000).toString(36);
    return { state, proof: `${time}.${this.#mac(state, time, returnTo)}` };
  }

  /** Whether the browser has begun this login, lately, and it was not used yet; it is used from now on. */
  use({ state, proof }: BegunLogin, returnTo: string): boolean {
    const [time = '', mac = ''] = proof.split('.');
    const [given, expected] = [Buffer.from(mac), Buffer.from(this.#mac(state, time, returnTo))];
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) return false;
    const age = this.#deps.clock.now() / 1000 - Number.parseInt(time, 36);
    if (age > LOGIN_SECONDS || this.#used.has(state)) return false;
    this.#used.add(state);
    return true;
  }

  /** Makes the login good again, where nothing came of it. */
  release({ state }: Pick<BegunLogin, 'state'>): void {
    this.#used.delete(state);
  }

  /* No part holds a line break, so that no two logins have the same text. */
  #mac(state: string, time: string, returnTo: string): string {
    return createHmac('sha256', this.#deps.key).update(`${state}\n${time}\n${returnTo}`).digest('base64url');
  }
}
