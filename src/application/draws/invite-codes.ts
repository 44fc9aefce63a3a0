import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  type KeyObject,
  timingSafeEqual,
} from 'node:crypto';
import type { InviteKeys } from '../../domain/draws/invite-keys.ts';
import type { Entropy } from '../../domain/shared/entropy.ts';
import type { MaybePromise } from '../shared/maybe-promise.ts';
import { SingleFlight } from '../shared/single-flight.ts';
import type { Seeds } from './seeds.ts';

const KEY_BYTES = 32;

/* A forged code would only name a user; 96 bits leave nothing to guess. */
const TAG_BYTES = 12;
const IV_BYTES = 16;

interface Keys {
  /** In which they were read: after a loss, the ledger may have others. */
  readonly epoch: number;
  readonly tag: KeyObject;
  readonly cipher: KeyObject;
}

/**
 * The codes by which users invite friends. A code holds the uid encrypted, since links go to people who should not learn
 * it: AES-256-CTR with an HMAC-SHA256 of the uid as its nonce and its check (the construction of SIV, RFC 5297, with
 * these parts). Both keys are derived from one of the activity that is never published, so the same user always has the
 * same code.
 */
export class InviteCodes {
  readonly #store: InviteKeys;
  readonly #entropy: Entropy;
  readonly #seeds: Pick<Seeds, 'epochOf' | 'latest'>;
  readonly #keys = new Map<string, Keys>();
  readonly #flights = new SingleFlight<Keys>();

  constructor(store: InviteKeys, entropy: Entropy, seeds: Pick<Seeds, 'epochOf' | 'latest'>) {
    this.#store = store;
    this.#entropy = entropy;
    this.#seeds = seeds;
  }

  /** @throws DependencyError if the ledger does not answer */
  async codeOf(activityId: string, uid: string): Promise<string> {
    const keys = await this.#keysOf(activityId);
    const tag = tagOf(keys, uid);
    const cipher = createCipheriv('aes-256-ctr', keys.cipher, ivOf(tag));
    return Buffer.concat([tag, cipher.update(uid, 'utf8')]).toString('base64url');
  }

  /** The uid in a code; `null` where it is not one of this activity. @throws DependencyError as `codeOf` */
  async inviterOf(activityId: string, code: string): Promise<string | null> {
    const bytes = Buffer.from(code, 'base64url');
    if (bytes.length <= TAG_BYTES) return null;
    const keys = await this.#keysOf(activityId);
    const tag = bytes.subarray(0, TAG_BYTES);
    const decipher = createDecipheriv('aes-256-ctr', keys.cipher, ivOf(tag));
    const uid = decipher.update(bytes.subarray(TAG_BYTES)).toString('utf8');
    return timingSafeEqual(tag, tagOf(keys, uid)) ? uid : null;
  }

  #keysOf(activityId: string): MaybePromise<Keys> {
    const known = this.#keys.get(activityId);
    if (known && known.epoch === this.#seeds.epochOf(activityId)) return known;
    return this.#flights.run(activityId, async () => {
      const { epoch } = await this.#seeds.latest(activityId);
      if (known?.epoch === epoch) return known;
      const secret = await this.#store.inviteKey(activityId, this.#entropy.hex(KEY_BYTES));
      const keys = { epoch, tag: derived(secret, 'tag'), cipher: derived(secret, 'cipher') };
      this.#keys.set(activityId, keys);
      return keys;
    });
  }
}

function tagOf({ tag }: Keys, uid: string): Buffer {
  return createHmac('sha256', tag).update(uid).digest().subarray(0, TAG_BYTES);
}

function derived(secret: string, purpose: string): KeyObject {
  return createSecretKey(createHmac('sha256', Buffer.from(secret, 'hex')).update(purpose).digest());
}

function ivOf(tag: Uint8Array): Buffer {
  return Buffer.concat([tag], IV_BYTES);
}
