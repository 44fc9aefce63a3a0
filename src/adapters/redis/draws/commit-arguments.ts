import { afterDraw, withCount } from '../../../domain/draws/account.ts';
import type { DrawCommit } from '../../../domain/draws/draw-ledger.ts';
import type { DrawKeys } from './draw-keys.ts';
import { packState, packWon } from './packed-account.ts';
import { packDraw } from './packed-entry.ts';
import { digestOf, pack, packId } from './packed-text.ts';
import type { Watermark } from './watermarks.ts';

/* From so many draws on, a user may have request ids in two generations. */
const ANCIENT = 100;

/** The keys of scripts/commit.lua for draws of one activity, and its last argument. */
export function commitArguments(
  keys: DrawKeys,
  commits: readonly DrawCommit[],
): { readonly names: string[]; readonly drawn: string } {
  const prizes = new Map<string, number>();
  const draws: string[] = [];
  const names: string[] = [keys.book, keys.log];
  for (const commit of commits) {
    names.push(keys.account(commit.uid), keys.older(commit.uid), keys.wins(commit.uid));
    addDraw(draws, commit, prizes);
  }
  return { names, drawn: jsonOf([`${prizes.size}`, ...prizes.keys(), ...draws]) };
}

/* A half of a surrogate pair, which no reader of JSON in Redis knows, is stored as any store of UTF-8 would. */
function jsonOf(texts: readonly string[]): string {
  const json = JSON.stringify(texts);
  return json.includes('\\ud') ? JSON.stringify(texts.map((text) => Buffer.from(text).toString())) : json;
}

function addDraw(args: string[], commit: DrawCommit, prizes: Map<string, number>): void {
  const { uid, draws, seedNo, day, at, candidates, budget } = commit;
  const after = afterDraw(draws, commit);
  const entry = {
    drawNo: after.drawNo,
    day: after.lastDay ?? day,
    seedNo,
    rulesNo: commit.rulesNo,
    ...(commit.denied && { denied: commit.denied }),
  };
  args.push(
    packState(draws),
    packWon(draws.won),
    digestOf(commit.requestId),
    `${seedNo}`,
    packState(after),
    draws.drawNo >= ANCIENT ? `${at}` : '',
    pack(at),
    packId(commit.drawId),
    packDraw(entry, packId(commit.requestId)),
    uid,
    `${budget ?? ''}`,
    `${candidates.length}`,
  );
  for (const { prizeId, limit, cost, endsStreak } of candidates) {
    const won = withCount(after, prizeId, endsStreak);
    args.push(numberOf(prizeId, prizes), `${limit ?? ''}`, `${cost}`, packState(won), packWon(won.won));
  }
}

function numberOf(prizeId: string, prizes: Map<string, number>): string {
  let number = prizes.get(prizeId);
  if (number === undefined) {
    number = prizes.size + 1;
    prizes.set(prizeId, number);
  }
  return `${number}`;
}

/** What the seed of these draws is recognised by; empty where it is another than the process has seen last. */
export function seedTagFor(commits: readonly DrawCommit[], seed: Watermark['seed']): string {
  return seed && commits.every(({ seedNo }) => seedNo === seed.no) ? seed.tag : '';
}
