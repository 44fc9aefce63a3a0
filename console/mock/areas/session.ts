import type { SessionView } from '../../../src/adapters/koa/console/contract/session.ts';
import { permissionsOf, ROLES } from '../../../src/domain/operators/roles.ts';
import { type MockAnswer, type MockArea, type MockRequest, mockError } from '../mock-area.ts';

const installation: SessionView['installation'] = {
  name: '华东商城',
  production: true,
  requires_approval: true,
  publish: 'manual',
  public_url: 'https://m.example.com',
  base_path: '/cms-market',
};

/* Sign in with the name of a role and any password but `wrong`. */
const operatorOf = (name: string | undefined): SessionView['operator'] =>
  name ? { id: 'o1', name, role: ROLES.find((role) => role === name) ?? 'admin', via: 'password' } : null;

const signedIn = ({ request }: MockRequest): string | undefined =>
  decodeURIComponent(/mock=([^;]*)/.exec(request.headers.cookie ?? '')?.[1] ?? '') || undefined;

const sessionAs = (name: string): MockAnswer => ({
  json: view(name),
  headers: { 'Set-Cookie': `mock=${encodeURIComponent(name)}; Path=/` },
});

const view = (name: string | undefined, operator = operatorOf(name)): SessionView => ({
  operator,
  permissions: operator ? [...permissionsOf(operator.role)] : [],
  csrf_token: operator && 'mock',
  installation,
  oidc: { label: '企业微信' },
  has_operators: true,
});

const DAY = 86_400_000;
const ago = (milliseconds: number) => new Date(Date.now() - milliseconds).toISOString();

export const area: MockArea = {
  'GET /api/session': (request) => ({ json: view(signedIn(request)) }),
  'POST /api/session/sign-in': ({ body: { name, password } }) => {
    if (password === 'wrong') return mockError(401, 'wrong_password');
    if (password === 'often')
      return { ...mockError(429, 'too_many', { retry_after_seconds: 30 }), headers: { 'Retry-After': '30' } };
    return sessionAs(String(name));
  },
  'POST /api/session/sign-out': () => ({ json: {}, headers: { 'Set-Cookie': 'mock=; Path=/; Max-Age=0' } }),
  'POST /api/session/invitation': ({ body: { token } }) =>
    token === 'old'
      ? mockError(404, 'not_found', { reason: 'link_invalid' })
      : {
          json: {
            name: '林晓',
            role: 'admin',
            kind: token === 'reset' ? 'reset' : 'new',
            may_choose_name: token === 'first',
            expires_at: ago(-DAY),
          },
        },
  'POST /api/session/accept': ({ body: { password, name } }) => {
    if (String(password).length < 10)
      return {
        status: 400,
        json: { error: { code: 'invalid', field: 'password', detail: { reason: 'too_short' } } },
      };
    return sessionAs(String(name ?? '林晓'));
  },
  'POST /api/account/password': ({ body: { current } }) =>
    current === 'wrong' ? mockError(403, 'wrong_password') : { json: {} },
  'GET /api/account/sessions': () => ({
    json: {
      sessions: [
        {
          id: 's1',
          started_at: ago(3 * 3_600_000),
          last_used_at: ago(10_000),
          expires_at: ago(-DAY),
          address: '203.0.113.24',
          user_agent:
            'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 Chrome/131.0 Safari/537.36',
          via: 'password',
          current: true,
        },
        {
          id: 's2',
          started_at: ago(2 * DAY),
          last_used_at: ago(7 * 3_600_000),
          expires_at: ago(-DAY),
          address: '198.51.100.7',
          user_agent:
            'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1 Version/18.1 Mobile Safari/604.1',
          via: 'password',
          current: false,
        },
      ],
    },
  }),
  'POST /api/account/sessions/end': () => ({ json: { ended: 1 } }),
};
