import type {
  OperatorLinkView,
  OperatorView,
  TokenView,
  TrailEntryView,
} from '../../../src/adapters/koa/console/contract/operators.ts';
import { type MockArea, mockError } from '../mock-area.ts';

const HOUR = 3_600_000;
const ago = (hours: number) => new Date(Date.now() - hours * HOUR).toISOString();

const person = (id: string, name: string, more: Partial<OperatorView> = {}): OperatorView => ({
  ...{ id, name, role: 'editor', state: 'active', via: 'password', created_at: ago(900) },
  ...{ last_sign_in_at: ago(5), link_expires_at: null },
  ...more,
});

const operators: OperatorView[] = [
  person('o1', 'admin', { role: 'admin', last_sign_in_at: ago(0.2) }),
  person('o2', '陈思', { role: 'publisher', last_sign_in_at: ago(3) }),
  person('o3', 'zhoulin', { via: 'oidc', last_sign_in_at: ago(27) }),
  person('o4', '人民路店', {
    role: 'staff',
    state: 'invited',
    last_sign_in_at: null,
    link_expires_at: ago(-46),
  }),
  person('o5', '前同事', { role: 'viewer', state: 'disabled', last_sign_in_at: ago(2100) }),
];

const link = (operator: OperatorView): OperatorLinkView => ({
  operator,
  link: { url: 'https://console.example.com/welcome#Zk3v9QxJ7mT2pL8sWc4R0bYhN6uE1gAd', expires_at: ago(-48) },
});

const tokens: TokenView[] = [
  {
    ...{
      id: 't1',
      name: '数据仓库同步',
      scopes: ['reports', 'activities'],
      created_at: ago(700),
      created_by: 'admin',
    },
    ...{ expires_at: ago(-1400), last_used_at: ago(0.4), revoked_at: null },
  },
  {
    ...{ id: 't2', name: '会员后台', scopes: ['grants'], created_at: ago(400), created_by: '陈思' },
    ...{ expires_at: null, last_used_at: null, revoked_at: null },
  },
  {
    ...{ id: 't3', name: '旧的导出脚本', scopes: ['deliveries'], created_at: ago(4000), created_by: 'admin' },
    ...{ expires_at: null, last_used_at: ago(900), revoked_at: ago(800) },
  },
];

const entry = (
  id: number,
  hours: number,
  action: string,
  more: Partial<TrailEntryView> = {},
): TrailEntryView => ({
  ...{
    id: String(id),
    at: ago(hours),
    operator: { id: 'o2', name: '陈思' },
    via: 'console',
    address: '203.0.113.24',
  },
  ...{ action, activity_id: null, target: null, reason: null, before: null, after: null },
  ...more,
});

const entries: TrailEntryView[] = [
  entry(9, 0.1, 'restock', {
    ...{ activity_id: '1055', target: 'coupon-50', reason: '供应商补了 500 张' },
    ...{ before: { stock: 2000 }, after: { stock: 2500 } },
  }),
  entry(8, 0.6, 'form_seen', {
    activity_id: '1055',
    target: '0b4c6a3e',
    reason: '客服工单 4521：核对收货地址',
  }),
  entry(7, 2, 'pause', { activity_id: '2001', reason: '奖品图片配错了' }),
  entry(6, 3, 'sign_in'),
  entry(5, 3.1, 'sign_in_failed', { operator: { id: null, name: '陈思' }, address: '198.51.100.7' }),
  entry(4, 26, 'operator_changed', {
    ...{ operator: { id: 'o1', name: 'admin' }, target: 'o3' },
    ...{ before: { role: 'viewer', disabled: false }, after: { role: 'editor', disabled: false } },
  }),
  entry(3, 50, 'grant', {
    ...{ operator: { id: null, name: '会员后台' }, via: 'token', activity_id: '1055', target: 'u-88213' },
    ...{ reason: '生日礼遇', after: { chances: 2 } },
  }),
  entry(2, 72, 'publish', {
    ...{ operator: { id: null, name: 'root' }, via: 'command', address: null, activity_id: '1055' },
    ...{ reason: '双十一首发', before: { release_no: 6 }, after: { release_no: 7, content: 'b01d…' } },
  }),
];

const byId = (id: string | undefined) => operators.find((one) => one.id === id) as OperatorView;

export const area: MockArea = {
  'GET /api/operators': () => ({ json: { operators } }),
  'POST /api/operators': ({ body }) =>
    body['name'] === 'admin'
      ? mockError(409, 'refused', { reason: 'name_taken' })
      : {
          json: link(
            person('o9', String(body['name']), {
              role: body['role'] as OperatorView['role'],
              state: 'invited',
            }),
          ),
        },
  'POST /api/operators/:id': ({ params }) => ({ json: { operator: byId(params['id']) } }),
  'POST /api/operators/:id/link': ({ params }) => ({ json: link(byId(params['id'])) }),
  'GET /api/tokens': () => ({ json: { tokens } }),
  'POST /api/tokens': ({ body }) => ({
    json: {
      token: { ...tokens[0], id: 't9', name: body['name'], scopes: body['scopes'] },
      secret: 'cmk_5Jr2VbQ8xT0nLk7ZsYd4WmHc9PfGa1EuRi6',
    },
  }),
  'POST /api/tokens/:id/revoke': () => ({ json: { token: tokens[2] } }),
  'GET /api/trail': ({ query }) => ({
    json: {
      entries: entries.filter(({ action }) => action.startsWith(query.get('action') ?? '')),
      next: query.get('before') || query.get('action') ? null : '2',
    },
  }),
};
