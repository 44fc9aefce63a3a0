import { z } from 'zod';
import { commonSchema } from '../../domain/activities/activity.ts';
import { shownSchema } from '../../domain/shared/bounded.ts';
import type { Kind } from '../kinds/kind.ts';

interface Schema {
  [key: string]: unknown;
  properties?: Record<string, Schema>;
  items?: Schema;
  anyOf?: Schema[];
  additionalProperties?: Schema | boolean;
  required?: string[];
  description?: string;
}

/** `description`, and what else an editor should know of a field. */
type Note = string | (Omit<Schema, 'properties'> & { description: string });

const ODDS = '^(\\d+(\\.\\d+)?%|\\d+/\\d+)$';
const MONEY = '^\\d+(\\.\\d+)?$';

/**
 * What every field is for, by its path: `*` is any key, `[]` an entry of a list. Fields that the schemas do not know
 * are the page's own; they are told of, and never make a file invalid, so they have no type.
 */
const NOTES: Readonly<Record<string, Note>> = {
  $schema: 'Names this schema, for editors. 供编辑器使用',
  dispatch: 'The kind of the activity. 活动类型',
  dispath: 'The older spelling of dispatch. dispatch 的旧写法',
  title: 'What visitors see as its name. 活动标题',
  is_login_user: 'Whether a login is needed. 是否需要登录',
  is_check_zone: 'Whether only users of the zones may take part; implies a login. 是否校验区域',
  zones: 'Who may take part, needed with is_check_zone. 可参与的区域',
  starts_at: 'When it begins: ISO 8601 with an offset. 开始时间，须带时区',
  ends_at: 'When it is over: from this moment on nobody is served. 结束时间（不含）',
  page: 'The look and the words of the page; sent to visitors as it is. 页面外观与文案，会原样下发',
  'page.subtitle': 'A line under the title. 副标题',
  'page.banner': 'The picture at the top, 750 × 420; media/… is a file of this activity. 头图',
  'page.login_url': 'Where "please log in" leads; {return} becomes the page’s address. 登录地址',
  'page.rules_text': 'The rules as visitors read them, a paragraph each. 活动规则文案，一段一条',
  'page.contact': 'A line at the foot. 联系方式',
  'page.stage_image': 'Shake: a square picture in place of the phone. 摇一摇主图',
  'page.action': 'A button at the foot that leads on. 底部按钮',
  'page.action.text': 'Its words. 按钮文字',
  'page.action.url': 'Where it leads. 按钮链接',
  'page.texts': 'Words in place of the page’s own. 替换页面默认文案',
  'page.texts.draw': 'On the button that draws. 抽奖按钮',
  'page.texts.won_title': 'Above a prize. 中奖标题',
  'page.texts.won_next': 'What a winner does next. 中奖后的提示',
  'page.texts.not_won_title': 'For no prize. 未中奖标题',
  'page.texts.not_won_text': 'A kind word for no prize. 未中奖文案',
  'page.theme': 'Colours, #rgb or #rrggbb. 配色',
  'page.theme.primary': {
    description: 'Buttons and bands. 主色',
    examples: ['#b3122b'],
    format: 'color-hex',
  },
  'page.theme.on_primary': { description: 'The text on them. 主色上的文字', format: 'color-hex' },
  'page.theme.background': { description: 'The ground. 背景', format: 'color-hex' },
  'page.theme.surface': { description: 'Cards. 卡片', format: 'color-hex' },
  'page.theme.text': { description: 'Text. 文字', format: 'color-hex' },
  'page.theme.accent': { description: 'Figures, prices, tags. 强调色', format: 'color-hex' },
  prizes: 'What visitors see of the prizes. 展示给用户的奖品',
  'prizes[].id': 'Its id, by which rules.prizes names it. 奖品编号',
  'prizes[].name': 'Its name. 奖品名称',
  'prizes[].image': 'Its picture. 奖品图片',
  'prizes[].claim': 'How the winner gets it. 领取方式',
  'prizes[].claim_url': 'Where the winner gets it. 领取链接',
  skus: 'The goods, in the order shown. 商品，按展示顺序',
  'skus[].sku_id': 'Its id, each once. 商品编号，不可重复',
  'skus[].name': 'Its name. 商品名称',
  'skus[].zones': 'Where given, only users of these zones see it. 仅这些区域可见',
  'skus[].image': 'Its picture. 商品图片',
  'skus[].price': { description: 'Its price. 价格', examples: ['12.50'] },
  'skus[].market_price': 'The price that is struck out. 划线价',
  'skus[].unit': 'Of how much. 规格',
  'skus[].tags': 'Words in small frames. 标签',
  'skus[].group': 'A heading for those that share it. 分组',
  'skus[].url': 'Where a tap on it leads. 点击跳转',
  'skus[].sold_out': 'Whether it is sold out. 是否售罄',
  rules: 'How prizes are drawn. Never leaves the server. 抽奖规则，不会下发',
  'rules.timezone': 'By whose midnight a day begins: an IANA name. 按哪个时区计算“每天”',
  'rules.chances': 'How often one user may draw; left out: no limit. 抽奖次数',
  'rules.chances.per_day': 'In one day. 每人每天',
  'rules.chances.total': 'In all. 每人总计',
  'rules.prizes': 'How each prize is drawn, by its id. 各奖品的规则',
  'rules.prizes.*.odds': {
    description: 'The chance of a draw, exact; all together at most 1. 中奖概率，合计不超过 1',
    examples: ['0.5%', '1/200'],
    pattern: ODDS,
  },
  'rules.prizes.*.stock': 'How many may be won in all; null: no limit. 库存，null 为不限',
  'rules.prizes.*.per_user': 'How many one user may win. 每人限中',
  'rules.prizes.*.value': { description: 'What one costs. 单价', examples: ['10.00'], pattern: MONEY },
  'rules.prizes.*.release': '"linear": evenly over the window; or steps. 库存释放方式',
  'rules.prizes.*.release[].at': 'When these become free. 释放时间',
  'rules.prizes.*.release[].count': 'How many. 释放数量',
  'rules.fallback': 'The id of a prize for whoever would win nothing. 兜底奖品',
  'rules.budget': {
    description: 'What all prizes together may cost. 预算',
    examples: ['100000.00'],
    pattern: MONEY,
  },
  'rules.blocked_users': 'They always win nothing. 黑名单',
};

/**
 * The JSON Schema (draft-07) of a kind's `data.json`, from the very schemas that it is read by. It is a little wider
 * than they are: what concerns several fields at once is for `check` to say.
 */
export function dataSchema({ dispatch, details }: Kind): Schema {
  const made = [details, commonSchema].map(jsonSchemaOf);
  const properties = Object.assign({ $schema: {} }, ...made.map((schema) => schema.properties), {
    dispatch: { const: dispatch },
    dispath: { const: dispatch },
  }) as Record<string, Schema>;
  const schema: Schema = {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: `data.json of a ${dispatch} activity`,
    type: 'object',
    properties,
    anyOf: [{ required: ['dispatch'] }, { required: ['dispath'] }],
    required: made.flatMap(({ required = [] }) => required).filter((name) => name !== 'dispatch'),
  };
  const pages = dispatch === 'shake' ? /^skus/ : /^(prizes|rules|page\.(texts|stage_image))/;
  for (const [path, note] of Object.entries(NOTES)) if (!pages.test(path)) annotate(schema, path, note);
  return schema;
}

/** The JSON Schema of what a schema reads. */
export function jsonSchemaOf(schema: z.ZodType): Schema {
  return z.toJSONSchema(schema, {
    target: 'draft-7',
    io: 'input',
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => {
      const shown = shownSchema(zodSchema);
      if (!shown) return;
      const { $schema, ...keywords } = jsonSchemaOf(shown);
      Object.assign(jsonSchema, keywords);
    },
  }) as Schema;
}

function annotate(schema: Schema, path: string, note: Note): void {
  let at: Schema | undefined = schema;
  for (const step of path.split(/\.|(?=\[\])/)) at = at && inside(at, step);
  if (at) Object.assign(at, typeof note === 'string' ? { description: note } : note);
}

/** The schema of what is in there; made where it is none of ours, so that an editor knows of it. */
function inside(schema: Schema, step: string): Schema | undefined {
  if (step === '*')
    return typeof schema.additionalProperties === 'object' ? schema.additionalProperties : undefined;
  if (step === '[]') return schema.items ?? schema.anyOf?.find(({ items }) => items)?.items;
  schema.properties ??= {};
  schema.properties[step] ??= {};
  return schema.properties[step];
}
