import { type Fields, frontEndField } from '../shared/field.ts';

const color = (en: string, zh: string, example: string) =>
  frontEndField({ en, zh, example, keywords: { format: 'color-hex' } });

/** What the page of the service reads of `page`; a page of one's own may read anything else. */
export const pageFields: Fields = {
  subtitle: frontEndField({ en: 'A line under the title.', zh: '副标题', example: '天天有礼' }),
  banner: frontEndField({
    en: 'The picture at the top, 750 × 420; the lowest tenth lies under the rounded heading.',
    zh: '头图，750 × 420，底部约十分之一被标题遮住',
    example: 'media/banner.svg',
    synonyms: ['bannerurl', 'bannerimage', 'bannerimg', 'headimage'],
  }),
  login_url: frontEndField({
    en: 'Where "please log in" leads; `{return}` becomes the address of the page, so that visitors come back.',
    zh: '登录地址，`{return}` 会替换为当前页面地址，登录后由此返回',
    example: '/login?return={return}',
    synonyms: ['loginlink', 'loginpage', 'signinurl'],
  }),
  rules_text: frontEndField({
    en: 'The rules as visitors read them: a list of paragraphs.',
    zh: '活动规则文案，一段一条',
    example: ['每位用户每天可摇 3 次。'],
  }),
  contact: frontEndField({ en: 'A line at the foot.', zh: '联系方式', example: '客服电话 400-000-0000' }),
  action: frontEndField({
    en: 'A button at the foot that leads on; on a page of goods it stays in sight.',
    zh: '底部按钮',
    fields: {
      text: frontEndField({ en: 'The text on the button.', zh: '按钮文字', example: '去下单' }),
      url: frontEndField({
        en: 'Where the button leads.',
        zh: '按钮链接',
        example: '/order',
        synonyms: ['link', 'href', 'jumpurl'],
      }),
    },
  }),
  theme: frontEndField({
    en: 'Colours, `#rgb` or `#rrggbb`.',
    zh: '配色',
    fields: {
      primary: color('Buttons and bands.', '主色', '#b3122b'),
      on_primary: color('The text on them.', '主色上的文字', '#ffffff'),
      background: color('The ground.', '背景', '#fff5f5'),
      surface: color('Cards.', '卡片', '#ffffff'),
      text: color('Text.', '文字', '#222222'),
      accent: color('Figures, prices, tags.', '强调色', '#b3122b'),
    },
  }),
};
