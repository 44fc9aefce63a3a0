import type { BlockedUserView } from '../../../src/adapters/koa/console/contract/access.ts';
import { type MockArea, type MockRequest, mockError } from '../mock-area.ts';

const HOUR = 3_600_000;
const ago = (hours: number) => new Date(Date.now() - hours * HOUR).toISOString();
const PAGE = 50;
const FIXED = ['u666', 'robot-farm-01', 'robot-farm-02'];

const REASONS = [
  '同一台设备注册了 40 个账号，客服工单 4521',
  '用脚本抽奖，每秒 6 次',
  '冒领他人奖品，已由法务确认，处理意见见风控周报第 48 期；在复核之前不要解除',
];

const user = (uid: string, index: number): BlockedUserView => ({
  uid,
  reason: REASONS[index % REASONS.length] as string,
  by: index % 2 ? 'admin' : '陈思',
  at: ago(0.2 + index * 7),
});

let blocked: BlockedUserView[] = [
  'u5',
  'wx-oDk3v9QxJ7mT2pL8sWc4R0bYhN6u',
  ...Array.from({ length: 60 }, (_, n) => `u8${n}`),
].map(user);

const uidOf = ({ body }: MockRequest) => String(body['uid']);
const find = (uid: string) => blocked.find((each) => each.uid === uid) ?? null;

export const area: MockArea = {
  'GET /api/blocked-users': ({ query }) => {
    const from = Number(query.get('cursor') ?? 0);
    const next = from + PAGE < blocked.length ? String(from + PAGE) : null;
    return { json: { fixed: from === 0 ? FIXED : [], blocked: blocked.slice(from, from + PAGE), next } };
  },
  'POST /api/blocked-users/lookup': (request) => {
    const uid = uidOf(request);
    return { json: { uid, fixed: FIXED.includes(uid), blocked: find(uid) } };
  },
  'POST /api/blocked-users': (request) => {
    const uid = uidOf(request);
    if (uid === 'away') return mockError(503, 'store_away');
    const added = !find(uid);
    const one = { uid, reason: String(request.body['reason']), by: 'admin', at: ago(0) };
    blocked = [one, ...blocked.filter((each) => each.uid !== uid)];
    return { json: { added, user: one } };
  },
  'POST /api/blocked-users/unblock': (request) => {
    const uid = uidOf(request);
    const removed = find(uid) !== null;
    if (!removed && FIXED.includes(uid)) return mockError(409, 'refused', { reason: 'fixed' });
    blocked = blocked.filter((each) => each.uid !== uid);
    return { json: { removed } };
  },
  'POST /api/sessions/end': () => ({ json: { no: 41, at: ago(0) } }),
};
