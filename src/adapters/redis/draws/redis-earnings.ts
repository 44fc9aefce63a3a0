import { afterEarning, afterHelp } from '../../../domain/draws/account.ts';
import { keepsKeys } from '../../../domain/draws/earnings.ts';
import type {
  AccountChange,
  EarningCommit,
  EarningsLedger,
  HelpCommit,
  OpenHelp,
} from '../../../domain/draws/earnings-ledger.ts';
import { segmentOf } from '../../../domain/draws/segments/segment-of.ts';
import { drawKeys } from './draw-keys.ts';
import { readChange } from './draw-replies.ts';
import { packState } from './packed-account.ts';
import { packEarning, packHelp } from './packed-entry.ts';
import { malformed, pack, unpack } from './packed-text.ts';
import type { RedisRecord } from './redis-record.ts';

/** Earned chances in Redis. */
export class RedisEarnings implements EarningsLedger {
  readonly #record: RedisRecord;
  /* Where chances are granted before anybody draws, no seed has listed the activity. */
  readonly #listed = new Set<string>();

  constructor(record: RedisRecord) {
    this.#record = record;
  }

  earn({ activityId, segments, uid, draws, earning, epoch, at }: EarningCommit): Promise<AccountChange> {
    const { key, source, chances, day } = earning;
    const kept = keepsKeys(source) ? key : '';
    return this.#change(activityId, segments, uid, (tag) => {
      const keys = drawKeys(tag);
      return this.#record.scripts.cmsEarn(
        ...[keys.book, keys.log, keys.account(uid), keys.older(uid), keys.wins(uid), keys.earned(uid)],
        this.#record.watermarks.of(tag).seq,
        packState(draws),
        packState(afterEarning(draws, earning)),
        packEarning({ at, uid, key, chances, day }),
        kept,
        epoch,
      );
    });
  }

  help({ activityId, segments, uid, draws, inviter, day, epoch, at }: HelpCommit): Promise<AccountChange> {
    return this.#change(activityId, segments, uid, (tag) => {
      const keys = drawKeys(tag);
      return this.#record.scripts.cmsHelp(
        ...[keys.book, keys.log, keys.account(uid), keys.older(uid), keys.wins(uid), keys.helps],
        this.#record.watermarks.of(tag).seq,
        packState(draws),
        packState(afterHelp(draws, inviter)),
        packHelp({ at, uid, inviter, day }),
        uid,
        `${pack(at)}:${inviter}`,
        epoch,
      );
    });
  }

  openHelps(activityId: string): Promise<readonly OpenHelp[]> {
    return this.#record.run('helps', activityId, async () => {
      const tags = await this.#record.layout.tags(activityId);
      const helps = await Promise.all(
        tags.map(async (tag) => {
          const open = this.#record.redis.hgetall(drawKeys(tag).helps);
          return (await Promise.all([open, this.#record.expectWhole(tag)]))[0];
        }),
      );
      return helps
        .flatMap((each) => Object.entries(each))
        .map(([uid, text]) => {
          const colon = text.indexOf(':');
          if (colon < 0) throw malformed(text);
          return { uid, inviter: text.slice(colon + 1), at: unpack(text, 0, colon) };
        });
    });
  }

  closeHelp(activityId: string, uid: string): Promise<void> {
    return this.#record.run('helps', activityId, async () => {
      await this.#record.redis.hdel(drawKeys(await this.#record.tagOf(activityId, uid)).helps, uid);
    });
  }

  async #change(
    activityId: string,
    segments: number,
    uid: string,
    write: (tag: string) => Promise<unknown>,
  ): Promise<AccountChange> {
    const tags = await this.#record.parts(activityId, segments);
    const tag = tags[segmentOf(uid, tags.length)] as string;
    return this.#record.run('earn', tag, async () => {
      if (!this.#listed.has(activityId)) await this.#record.list(activityId);
      this.#listed.add(activityId);
      const { result, seq } = readChange(await write(tag));
      this.#record.watermarks.acknowledged(tag, seq);
      return result;
    });
  }
}
