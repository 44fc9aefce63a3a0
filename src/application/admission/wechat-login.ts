import { DependencyError } from '../../domain/shared/dependency-error.ts';
import type { WechatLoginTelemetry } from '../../domain/visitors/login-telemetry.ts';
import type { RequestOrigin } from '../../domain/visitors/request-origin.ts';
import type { TokenIssuer } from '../../domain/visitors/token-issuer.ts';
import { isUid } from '../../domain/visitors/user.ts';
import type { WechatUser, WechatUsers } from '../../domain/visitors/wechat-users.ts';
import { SingleFlight } from '../shared/single-flight.ts';
import type { BegunLogin, LoginStates } from './login-states.ts';

/** A browser that has come back from WeChat. */
export interface ReturnedLogin {
  readonly state: string;
  /** What the browser has kept of this login; `null`: nothing. */
  readonly proof: string | null;
  readonly returnTo: string;
  /** `null`: the user has not agreed. */
  readonly code: string | null;
  readonly origin: RequestOrigin;
}

export type LoginResult =
  | { readonly kind: 'logged_in'; readonly token: string }
  /** See `WechatGrant`. */
  | { readonly kind: 'snapshot' }
  | { readonly kind: 'declined' }
  /** This browser has not begun the login, or too long ago, or has ended it before. */
  | { readonly kind: 'state_refused' }
  | { readonly kind: 'code_refused' };

export interface WechatLoginDependencies {
  readonly users: WechatUsers;
  readonly states: Pick<LoginStates, 'begin' | 'use' | 'release'>;
  readonly tokens: TokenIssuer;
  readonly uidOf: (user: WechatUser) => string | null;
  readonly nameOf: (user: WechatUser) => string | null;
  readonly telemetry: WechatLoginTelemetry;
}

/** Logs visitors in by WeChat: to it for a code, and back with one. */
export class WechatLogin {
  readonly #deps: WechatLoginDependencies;
  /* WeChat's browser may follow the way back twice at once: both get the same answer, since the code is good once. */
  readonly #flights = new SingleFlight<LoginResult>();

  constructor(deps: WechatLoginDependencies) {
    this.#deps = deps;
  }

  /** @param callback the address that WeChat leads back to */
  begin(callback: string, returnTo: string): BegunLogin & { readonly authorizeUrl: string } {
    const { states, users, telemetry } = this.#deps;
    const begun = states.begin(returnTo);
    telemetry.wechatLogin('started');
    return { ...begun, authorizeUrl: users.authorizeUrl(callback, begun.state) };
  }

  /** @throws DependencyError if WeChat does not answer; the browser may come back with the same code */
  finish(login: ReturnedLogin): Promise<LoginResult> {
    const { state, proof, code, returnTo } = login;
    // What a browser has to know to share the answer of another request: the whole proof.
    return this.#flights.run(JSON.stringify([state, proof, code, returnTo]), () => this.#counted(login));
  }

  async #counted(login: ReturnedLogin): Promise<LoginResult> {
    const { telemetry } = this.#deps;
    try {
      const result = await this.#finish(login);
      telemetry.wechatLogin(result.kind);
      return result;
    } catch (error) {
      telemetry.wechatLogin('fault');
      throw error;
    }
  }

  async #finish({ state, proof, code, returnTo, origin }: ReturnedLogin): Promise<LoginResult> {
    const { states, users } = this.#deps;
    if (proof === null || !states.use({ state, proof }, returnTo)) return { kind: 'state_refused' };
    if (code === null) return { kind: 'declined' };
    try {
      const grant = await users.userOf(code, origin);
      return grant.kind === 'user' ? await this.#issue(grant.user) : grant;
    } catch (error) {
      states.release({ state });
      throw error;
    }
  }

  async #issue(user: WechatUser): Promise<LoginResult> {
    const { tokens, uidOf, nameOf } = this.#deps;
    const uid = uidOf(user);
    if (uid === null || !isUid(uid)) {
      throw new DependencyError(
        'wechat',
        'gave no unionid: is the account bound to an open platform account?',
      );
    }
    return { kind: 'logged_in', token: await tokens.issue({ uid, name: nameOf(user) }) };
  }
}
