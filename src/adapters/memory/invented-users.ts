import type { TokenVerifier, VerificationResult } from '../../domain/visitors/token-verifier.ts';

const TOKEN = /^demo-([A-Za-z0-9_-]{1,64})$/;

export interface InventedUsersOptions {
  /** Of all of them; `null`: they are in none. */
  readonly zoneId: string | null;
  /** The tokens of further users are refused. */
  readonly most: number;
}

/** A passport for trying out: the token `demo-<uid>` is that user, in the same zone as all. */
export class InventedUsers implements TokenVerifier {
  readonly #options: InventedUsersOptions;
  readonly #uids = new Set<string>();

  constructor(options: InventedUsersOptions) {
    this.#options = options;
  }

  /** Whether there is room for this user, or they are known already. */
  takes(uid: string): boolean {
    return this.#uids.has(uid) || this.#uids.size < this.#options.most;
  }

  async verify(token: string): Promise<VerificationResult> {
    const uid = TOKEN.exec(token)?.[1];
    if (uid === undefined || !this.takes(uid)) return { kind: 'refused' };
    this.#uids.add(uid);
    return { kind: 'user', user: { uid, zoneId: this.#options.zoneId, profile: {} } };
  }
}

/** The token of an invented user. @param uid letters, digits, `_` and `-` */
export function tokenOfInvented(uid: string): string {
  return `demo-${uid}`;
}
