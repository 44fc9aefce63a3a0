import type { NewDelivery } from '../../src/domain/deliveries/new-delivery.ts';
import type { RelayBatch } from '../../src/domain/deliveries/relay-store.ts';
import type { RulesSet } from '../../src/domain/draws/binding-book.ts';
import type { DrawEntry, LogEntry } from '../../src/domain/draws/draw-log.ts';

export const AT = Date.UTC(2026, 10, 11, 2);

export function drawEntry(seq: number, changes: Partial<DrawEntry> = {}): DrawEntry {
  return {
    kind: 'draw',
    seq,
    at: AT + seq,
    uid: `u${seq}`,
    requestId: `request-${seq}`,
    drawId: `draw-${seq}`,
    drawNo: 1,
    day: '2026-11-11',
    seedNo: 1,
    rulesNo: 1,
    prizeId: null,
    unit: null,
    cost: 0,
    ...changes,
  };
}

export function wonEntry(seq: number, unit = seq, changes: Partial<DrawEntry> = {}): DrawEntry {
  return drawEntry(seq, { prizeId: 'car', unit, cost: 500, ...changes });
}

/** One entry of each kind, from number 1 on. */
export const eachKind: readonly LogEntry[] = [
  {
    kind: 'rules',
    seq: 1,
    at: AT,
    no: 1,
    hash: 'ab'.repeat(32),
    release: null,
    head: 'cd'.repeat(32),
  },
  {
    kind: 'earning',
    seq: 2,
    at: AT + 1,
    uid: '用户 "1", it\'s',
    key: 'grant:k',
    chances: 3,
    day: '2026-11-11',
  },
  { kind: 'help', seq: 3, at: AT + 2, uid: 'bob', inviter: '王 五', day: '2026-11-11' },
  wonEntry(4, 1),
  drawEntry(5),
  { kind: 'loss', seq: 9, at: AT + 3, after: 5 },
  drawEntry(10, { denied: true }),
];

export function deliveryOf(entry: DrawEntry, changes: Partial<NewDelivery> = {}): NewDelivery {
  return {
    activityId: '1',
    drawId: entry.drawId,
    uid: entry.uid,
    prizeId: entry.prizeId ?? '',
    unit: entry.unit ?? 0,
    method: 'hand',
    endpoint: null,
    state: 'ready',
    wonAt: entry.at,
    until: null,
    name: 'Car',
    image: null,
    claim: null,
    claimUrl: null,
    value: '5.00',
    fields: null,
    dueAt: null,
    ...changes,
  };
}

export function rulesSet(no: number, text = '{}'): RulesSet {
  return {
    no,
    hash: 'ab'.repeat(32),
    at: AT,
    release: null,
    head: 'cd'.repeat(32),
    salt: '',
    text,
    sealed: '',
  };
}

/** A batch of the root's log. */
export function batchOf(
  entries: readonly LogEntry[],
  after: RelayBatch['after'] = { seq: 0, mark: '' },
  more: Partial<RelayBatch> = {},
): RelayBatch {
  const deliveries = entries.flatMap((entry) =>
    entry.kind === 'draw' && entry.prizeId !== null ? [deliveryOf(entry)] : [],
  );
  return { activityId: '1', log: 'root', after, entries, rules: [], seeds: [], deliveries, ...more };
}
