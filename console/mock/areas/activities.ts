import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { fieldsOfKindFile } from '../../../src/application/authoring/fields.ts';
import { kinds } from '../../../src/application/kinds/kinds.ts';
import { mergeJson } from '../../../src/domain/releases/merge-json.ts';
import { type MockAnswer, type MockArea, type MockRequest, mockError } from '../mock-area.ts';

/*
 * Activities, drafts, releases and simulations in memory, from the shipped activities. The first save of the draft of `2002`
 * clashes. Simulations need the built program.
 */

type Json = Record<string, never>;

interface Held {
  text: string;
  live: string;
  version: number;
  no: number;
  by: string;
  at: string;
  phase: string;
  note: string;
  simulation: Json | null;
  readonly history: Json[];
  readonly pictures: Map<string, Buffer>;
}

const HOUR = 3_600_000;
const ago = (hours: number) => new Date(Date.now() - hours * HOUR).toISOString();
const folder = (id: string) => `activities/${id}`;
const textOf = (id: string) => readFileSync(`${folder(id)}/data.json`, 'utf8');
const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');
const runCommand = promisify(execFile);

const held = new Map<string, Held>();
for (const [index, id] of readdirSync('activities').sort().entries()) {
  const text = textOf(id);
  hold(
    id,
    text,
    index === 7 ? 0 : (index % 4) + 1,
    ['running', 'running', 'paused', 'running', 'not_started', 'ended', 'running', 'draft'][index] ??
      'running',
  );
}

function hold(id: string, text: string, no: number, phase: string): Held {
  const names = ['林晓', '王敏', 'files'];
  const history = Array.from({ length: no }, (_, index) => ({
    ...{
      version: index + 1,
      action: index === 0 ? 'publish' : index === 2 ? 'roll_back' : 'publish',
      at: ago(90 - index * 20),
    },
    ...{
      in_force_at: ago(90 - index * 20),
      author: names[index % 2],
      note: ['首次上线', '奶茶券加量 500 份', '先恢复上一版，奶茶断货'][index] ?? '',
      no: index + 1,
    },
    ...{
      candidate: null,
      is_paused: false,
      hash: hashOf(String(index)),
      approvers: ['王敏'],
      is_live: index + 1 === no,
    },
  })).reverse() as unknown as Json[];
  const one = {
    text,
    live: text,
    version: 0,
    no,
    by: '林晓',
    at: ago(2),
    phase,
    note: '',
    simulation: null,
    history,
    pictures: new Map(),
  };
  held.set(id, one);
  return one;
}

const dataOf = (text: string) => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};

function findingsOf(text: string): Json[] {
  const data = dataOf(text);
  const finding = (
    severity: string,
    field: string,
    code: string,
    zh: string,
    en: string,
    remedy: [string, string],
  ) =>
    ({
      severity,
      field,
      code,
      params: {},
      zh,
      en,
      remedy: { zh: remedy[0], en: remedy[1] },
    }) as unknown as Json;
  if (!data)
    return [
      finding('error', '', 'not_json', '不是有效的 JSON', 'is not JSON', [
        '检查逗号和引号',
        'Check commas and quotes',
      ]),
    ];
  const found: Json[] = [];
  if (!data.title)
    found.push(
      finding('error', 'title', 'required', '活动名称不能为空', 'The title is empty', [
        '写一个名称',
        'Give it a title',
      ]),
    );
  const rules = data.rules?.prizes ?? {};
  for (const [id, rule] of Object.entries<Json>(rules))
    if (rule['odds'] !== undefined && !/^(\d+(\.\d+)?%|\d+\/\d+)$/.test(rule['odds']))
      found.push(
        finding(
          'error',
          `rules.prizes.${id}.odds`,
          'bad_odds',
          `${rule['odds']} 不是中奖概率`,
          `${rule['odds']} is no chance`,
          ['写成 0.5% 或 1/200', 'Write 0.5% or 1/200'],
        ),
      );
  if (data.ends_at?.includes('23:59:59'))
    found.push(
      finding('warning', 'ends_at', 'ends-too-soon', '最后一秒不会开放', 'The last second is not open', [
        '写到次日零点',
        'Write the next midnight',
      ]),
    );
  if (rules.tea)
    found.push(
      finding(
        'warning',
        'rules.prizes.tea.stock',
        'over-budget',
        '预算低于全部发完的成本',
        'The budget is below the cost of all stock',
        ['提高预算或减少库存', 'Raise the budget or lower the stock'],
      ),
    );
  return found;
}

function draftOf(id: string): Json {
  const one = held.get(id) as Held;
  const own = readdirSync(`${folder(id)}/media`, { withFileTypes: false }).map(String);
  const pictures = [...new Set([...own, ...one.pictures.keys()])].map((name) => ({
    ...{ name, bytes: 4200, width: null, height: null },
    url: `/api/activities/${id}/pictures/${encodeURIComponent(name)}?v=${one.version}`,
  }));
  return {
    ...{
      activity_id: id,
      version: one.version,
      text: one.text,
      base_no: one.no,
      live_no: one.no,
      hash: hashOf(one.text),
    },
    ...{ content: hashOf(`${one.text}c`), differs_from_live: one.text !== one.live, starts_paused: false },
    ...{
      managed_by: 'console',
      pictures,
      by: one.by,
      at: one.at,
      findings: findingsOf(one.text),
      summary: null,
    },
    simulation: one.simulation && {
      ...one.simulation,
      is_current: one.simulation['content'] === hashOf(`${one.text}c`),
      report: null,
    },
  } as unknown as Json;
}

function rowOf([id, one]: [string, Held]): Json {
  const data = dataOf(one.text) ?? {};
  return {
    ...{
      activity_id: id,
      title: data.title ?? '',
      dispatch: data.dispatch ?? 'shake',
      stage: data.dispatch === 'sku' ? null : (data.page?.stage ?? 'shake'),
    },
    ...{ phase: one.phase, starts_at: data.starts_at ?? null, ends_at: data.ends_at ?? null },
    timezone: data.rules?.timezone ?? 'Asia/Shanghai',
    release: one.no > 0 ? { no: one.no, at: ago(20), author: '王敏', content: hashOf(one.live) } : null,
    candidate: id === '2001' ? { no: one.no + 1, audience: { kind: 'percent', percent: 10 } } : null,
    managed_by: 'console',
    draft:
      one.version > 0 || one.no === 0 || id === '1057'
        ? {
            version: one.version,
            by: one.by,
            at: one.at,
            differs: one.text !== one.live || one.no === 0 || id === '1057',
            base_no: one.no,
          }
        : null,
    ...{ image: null, problem: id === '2002' },
  } as unknown as Json;
}

const inDetail = (id: string): Json =>
  ({
    ...rowOf([id, held.get(id) as Held]),
    ...{
      scheduled: [],
      cancelled: [],
      approvals: { release: ['王敏'], draft: [] },
      findings: [],
      has_folder: true,
    },
    ...{ requires_approval: true, prizes: prizesOf(id) },
  }) as unknown as Json;

function prizesOf(id: string): Json[] {
  const data = dataOf((held.get(id) as Held).text) ?? {};
  return Object.entries<Json>(data.rules?.prizes ?? {}).map(([prize, rule]) => ({
    id: prize,
    name: data.prizes?.find?.((one: Json) => one['id'] === prize)?.name ?? prize,
    stock: rule['stock'] ?? null,
    odds: rule['odds'] ?? '0%',
    value: rule['value'] ?? null,
  })) as unknown as Json[];
}

const withHeld =
  (answer: (one: Held, request: MockRequest) => MockAnswer | Promise<MockAnswer>) =>
  (request: MockRequest) => {
    const one = held.get(request.params['id'] ?? '');
    return one ? answer(one, request) : mockError(404, 'not_found');
  };

let clashes = 1;

function save(one: Held, { params, body }: MockRequest): MockAnswer {
  const id = params['id'] as string;
  const text = String(body['text']);
  if (id === '2002' && clashes-- > 0) {
    one.text = one.text
      .replace('开学季幸运九宫格"', '开学季九宫格（王敏改）"')
      .replace('每天抽 2 次', '每天抽两次');
    one.version += 1;
    one.by = '王敏';
    one.at = new Date().toISOString();
  }
  if (body['version'] !== one.version) {
    const merge = mergeJson(JSON.parse(one.live), JSON.parse(text), JSON.parse(one.text));
    return mockError(409, 'clash', {
      theirs: draftOf(id),
      merged: `${JSON.stringify(merge.value, null, 2)}\n`,
      conflicts: merge.conflicts,
    });
  }
  if (text !== one.text) {
    one.text = text;
    one.version += 1;
    one.at = new Date().toISOString();
    one.by = 'admin';
  }
  return { json: draftOf(id) };
}

const note = (code: string, zh: string, en: string) => ({ code, zh, en });

function diffOf(before: string, after: string): Json {
  const { value: _, conflicts } = mergeJson({}, dataOf(before) ?? {}, dataOf(after) ?? {});
  const changes = conflicts.map(({ path, mine, theirs }) => ({
    ...{
      about: path.startsWith('rules') ? 'draws' : 'visitors',
      field: path,
      kind: 'changed',
      before: mine,
      after: theirs,
      label: null,
    },
    zh: `${path} 从 ${mine} 改为 ${theirs}`,
    en: `${path}: ${mine} becomes ${theirs}`,
  }));
  const prizes = [
    { id: 'tea', name: '奶茶兑换券', before: null, after: null, won: 612, runs_out_at: ago(-60) },
  ];
  return { changes, before: {}, after: {}, prizes, warnings: [] } as unknown as Json;
}

function review(one: Held, { params }: MockRequest): MockAnswer {
  const id = params['id'] as string;
  const draft = draftOf(id);
  const errors = findingsOf(one.text).some(({ severity }) => severity === 'error');
  const same = one.text === one.live && one.no > 0;
  return {
    json: {
      ...{
        activity_id: id,
        version: one.version,
        hash: draft['hash'],
        content: draft['content'],
        base_no: one.no,
        live_no: one.no,
        next_no: one.no + 1,
      },
      ...{
        managed_by: 'console',
        is_paused: one.phase === 'paused',
        starts_paused: false,
        candidate: null,
        scheduled: [],
      },
      findings: draft['findings'],
      diff: one.no === 0 || errors ? null : diffOf(one.live, one.text),
      summary: null,
      cost: [
        { key: 'chance_to_win', zh: '中奖概率', en: 'Chance to win', before: '7.521%', after: '8.521%' },
        {
          key: 'cost',
          zh: '全部发完的成本',
          en: 'Cost of all stock',
          before: '102947.00',
          after: '111947.00',
        },
        { key: 'budget', zh: '预算', en: 'Budget', before: '110000.00', after: '110000.00' },
        { key: 'left', zh: '预算余额', en: 'Left of the budget', before: '7053.00', after: '-1947.00' },
      ],
      notes:
        one.phase === 'paused'
          ? [note('paused', '活动已暂停，发布后仍是暂停状态', 'The activity is paused, and stays so')]
          : [],
      ...{ needs_approval: id === '1055', approvals: [], may_publish: !errors && !same && id !== '1055' },
      blocked_by: [
        ...(errors ? ['has_errors'] : []),
        ...(same ? ['unchanged'] : []),
        ...(id === '1055' ? ['not_approved'] : []),
      ],
      simulation: draft['simulation'],
    },
  };
}

function change(one: Held, action: string, author: string, words: unknown): MockAnswer {
  one.history.unshift({
    ...{
      version: one.history.length + 1,
      action,
      at: new Date().toISOString(),
      in_force_at: new Date(Date.now() + 1500).toISOString(),
      author,
    },
    ...{
      note: words,
      no: one.no,
      candidate: null,
      is_paused: one.phase === 'paused',
      hash: hashOf(one.live),
      approvers: [],
      is_live: true,
    },
  } as unknown as Json);
  for (const each of one.history.slice(1)) Object.assign(each, { is_live: false });
  return {
    json: {
      outcome: 'published',
      no: one.no,
      new_no: one.no,
      in_force_at: new Date(Date.now() + 1500).toISOString(),
      folder: 'written',
      warnings: [],
    },
  };
}

async function simulate(one: Held, id: string, order: Json): Promise<void> {
  const content = draftOf(id)['content'];
  one.simulation = {
    state: 'running',
    progress: 0,
    failure: null,
    content,
    is_current: true,
    order,
    at: new Date().toISOString(),
    by: 'admin',
    report: null,
  } as unknown as Json;
  const state = one.simulation as unknown as { state: string; progress: number; report: unknown };
  const timer = setInterval(() => (state.progress = Math.min(0.95, state.progress + 0.06)), 200);
  const args = [
    'dist/main.js',
    'simulate',
    id,
    '--json',
    '--users',
    String(order['users']),
    '--runs',
    String(order['runs']),
  ];
  const run = await runCommand(process.execPath, args, { maxBuffer: 1e8 }).catch((error) => ({
    stdout: error.stdout as string,
  }));
  clearInterval(timer);
  const report = JSON.parse(run.stdout);
  report.warnings = report.warnings.map((warning: Json) => ({
    ...warning,
    zh: `提醒：${warning['kind']}`,
    en: `Note: ${warning['kind']}`,
  }));
  Object.assign(state, { state: 'done', progress: 1, report });
}

const PAGE_STATES = [
  'running',
  'before',
  'won',
  'lost',
  'no_chance',
  'ended',
  'paused',
  'wrong_zone',
  'login',
];
const previews = new Map<string, string>();

function preview(one: Held, { body }: MockRequest): MockAnswer {
  const text = String(body['text'] ?? one.text);
  const data = dataOf(text);
  if (!data) return { json: { base: null, states: [], findings: [], expires_in: 600 } };
  const key = hashOf(text).slice(0, 12);
  previews.set(key, text);
  const isGoods = data.dispatch === 'sku';
  const states = PAGE_STATES.flatMap((kind): unknown[] => {
    if (kind === 'won')
      return (data.prizes ?? []).map(({ id, name }: Json) => ({
        kind,
        prize: { id, name },
        path: `won-${id}/`,
        absent: null,
      }));
    const absent =
      kind === 'wrong_zone' && !data.is_check_zone
        ? 'no_zone_check'
        : isGoods && ['lost', 'no_chance'].includes(kind)
          ? 'nothing_drawn'
          : null;
    return [{ kind, prize: null, path: absent ? null : `${kind}/`, absent }];
  });
  return { json: { base: `/preview/${key}/`, states, findings: [], expires_in: 600 } };
}

const page = ({ params }: MockRequest): MockAnswer => {
  const data = dataOf(previews.get(params['key'] ?? '') ?? '{}') ?? {};
  const escaped = (text: unknown) =>
    String(text ?? '').replace(/[&<]/g, (sign) => `&#${sign.charCodeAt(0)};`);
  return {
    headers: { 'Content-Type': 'text/html; charset=utf-8' },
    text: `<!doctype html><meta name="viewport" content="width=device-width"><body style="margin:0;font-family:sans-serif;background:#a31325;color:#ffe9c4;min-height:100vh;display:grid;align-content:center;text-align:center"><h1>${escaped(data.title)}</h1><p>${escaped(data.page?.subtitle)}</p><p>${escaped(params['state'])}</p>`,
  };
};

const picture = ({ params }: MockRequest): MockAnswer => {
  const name = decodeURIComponent(params['name'] ?? '');
  const own = held.get(params['id'] ?? '')?.pictures.get(name);
  const type = name.endsWith('.svg') ? 'image/svg+xml' : 'image/webp';
  try {
    return {
      headers: { 'Content-Type': type },
      text: own ?? readFileSync(`${folder(params['id'] ?? '')}/media/${name}`),
    };
  } catch {
    return mockError(404, 'not_found');
  }
};

export const area: MockArea = {
  'GET /api/activities': ({ query }) => {
    const [search, phase, dispatch] = ['search', 'phase', 'dispatch'].map((name) => query.get(name) ?? '');
    const rows = [...held]
      .map(rowOf)
      .filter(
        (row) =>
          `${row['title']} ${row['activity_id']}`.includes(search as string) &&
          (!phase || row['phase'] === phase) &&
          (!dispatch || row['dispatch'] === dispatch),
      );
    return { json: { activities: rows, next: null } };
  },
  'GET /api/activities/:id': withHeld((_, { params }) => ({ json: inDetail(params['id'] as string) })),
  'GET /api/templates': () => ({
    json: ['shake', 'wheel', 'grid', 'scratch', 'egg', 'sku'].map((template) => ({
      template,
      dispatch: template === 'sku' ? 'sku' : 'shake',
      stage: template === 'sku' ? null : template,
    })),
  }),
  'POST /api/activities': ({ body }) => {
    const id = String(body['activity_id']);
    if (held.has(id)) return mockError(409, 'refused', { reason: 'exists' });
    const source = { shake: '1055', wheel: '2001', grid: '2002', scratch: '2003', egg: '2004', sku: '1056' }[
      String(body['template'])
    ] as string;
    const text = textOf(source).replace(/"title": "[^"]*"/, `"title": ${JSON.stringify(body['title'])}`);
    hold(id, text, 0, 'draft');
    return { json: draftOf(id) };
  },
  'POST /api/activities/:id/duplicate': withHeld((one, { body }) => {
    hold(String(body['to']), one.text, 0, 'draft');
    return { json: {} };
  }),
  'GET /api/kinds/:dispatch': ({ params }) => {
    const kind = kinds.get(params['dispatch'] ?? '');
    if (!kind) return mockError(404, 'not_found');
    const fields = fieldsOfKindFile(kind).map(({ path, en, zh, example, choices }) => ({
      path,
      en,
      zh,
      example,
      choices,
    }));
    return {
      json: { schema: JSON.parse(readFileSync(`schemas/${params['dispatch']}.json`, 'utf8')), fields },
    };
  },
  'GET /api/activities/:id/draft': withHeld((_, { params }) => ({ json: draftOf(params['id'] as string) })),
  'POST /api/activities/:id/draft': withHeld(save),
  'POST /api/activities/:id/draft/discard': withHeld((one) => {
    one.text = one.live;
    one.version = 0;
    return { json: { discarded: true } };
  }),
  'POST /api/activities/:id/check': withHeld((_, { body }) => ({
    json: { findings: findingsOf(String(body['text'])), summary: null },
  })),
  'POST /api/activities/:id/pictures': withHeld((one, { params, query, raw }) => {
    const name = `${(query.get('name') ?? 'picture').replace(/\.\w+$/, '')}.webp`;
    one.pictures.set(name, raw);
    one.version += 1;
    return {
      json: {
        name,
        bytes: raw.length,
        width: 750,
        height: 420,
        url: `/api/activities/${params['id']}/pictures/${encodeURIComponent(name)}?v=${one.version}`,
        version: one.version,
      },
    };
  }),
  'GET /api/activities/:id/pictures/:name': picture,
  'GET /api/activities/:id/review': withHeld(review),
  'POST /api/activities/:id/publish': withHeld((one, { body }) => {
    one.live = one.text;
    one.no += 1;
    if (one.phase === 'draft') one.phase = 'running';
    return change(one, 'publish', 'admin', body['reason']);
  }),
  'POST /api/activities/:id/approve': withHeld(() => ({ json: { approvals: ['admin'] } })),
  'POST /api/activities/:id/pause': withHeld((one, { body }) => {
    one.phase = 'paused';
    return change(one, 'pause', 'admin', body['reason']);
  }),
  'POST /api/activities/:id/resume': withHeld((one, { body }) => {
    one.phase = 'running';
    return change(one, 'resume', 'admin', body['reason']);
  }),
  'POST /api/activities/:id/rollback': withHeld((one, { body }) =>
    change(one, 'roll_back', 'admin', body['reason']),
  ),
  'POST /api/activities/:id/rollout': withHeld((one, { body }) =>
    change(one, String(body['action']), 'admin', body['reason']),
  ),
  'GET /api/activities/:id/history': withHeld((one) => ({
    json: { changes: one.history, next: null, scheduled: [], cancelled: [] },
  })),
  'GET /api/activities/:id/releases/:no': withHeld((one, { params }) => ({
    json: {
      ...{
        activity_id: params['id'],
        no: Number(params['no']),
        at: ago(40),
        author: '王敏',
        note: '',
        hash: hashOf(one.live),
        content: hashOf(one.live),
      },
      ...{ pictures: [], text: one.live, approvers: [], live_no: one.no, is_readable: true },
      diff: diffOf(one.live, one.live.replace('3000', '2500').replace('人人有礼', '天天有礼')),
    },
  })),
  'POST /api/activities/:id/simulation': withHeld((one, { params, body }) => {
    void simulate(one, params['id'] as string, body as Json);
    return { json: { ...one.simulation, report: null } };
  }),
  'GET /api/activities/:id/simulation': withHeld((one) => ({
    json: one.simulation ?? {
      state: 'none',
      progress: 0,
      failure: null,
      content: null,
      is_current: false,
      order: null,
      at: null,
      by: null,
      report: null,
    },
  })),
  'POST /api/activities/:id/preview': withHeld(preview),
  'GET /preview/:key/:state/': page,
  'POST /api/activities/:id/test-link': withHeld(() => ({
    json: {
      id: 't1',
      by: 'admin',
      at: ago(0),
      expires_at: ago(-24),
      url: 'https://m.example.com/cms-market/try/Zk3vQ9mPx71',
      public: true,
    },
  })),
  'GET /api/activities/:id/test-links': withHeld(() => ({ json: { links: [] } })),
  'POST /api/activities/:id/test-link/revoke': withHeld(() => ({ json: { revoked: 1 } })),
};
