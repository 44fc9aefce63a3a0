import { type Fields, frontEndField } from '../shared/field.ts';
import { imageSynonyms } from '../shared/image-synonyms.ts';
import { PAGE_LANGUAGES, THEME_NAMES } from './page-choices.ts';

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
    en: 'The look: one of the finished ones by its name, and colours of its own, `#rgb` or `#rrggbb`, in place of those of the look.',
    zh: '外观：内置主题名，以及替换主题配色的颜色',
    fields: {
      name: frontEndField({
        en: 'A finished look: `spring`, `double11`, `summer`, `member`, `campus` or `minimal`.',
        zh: '内置主题：`spring` 新春、`double11` 双11、`summer` 夏日、`member` 会员、`campus` 校园、`minimal` 极简',
        example: 'spring',
        synonyms: ['theme', 'style', 'skin', 'preset'],
        choices: THEME_NAMES,
      }),
      primary: color('Buttons and bands.', '主色', '#b3122b'),
      on_primary: color('The text on them.', '主色上的文字', '#ffffff'),
      background: color('The ground.', '背景', '#fff5f5'),
      surface: color('Cards.', '卡片', '#ffffff'),
      text: color('Text.', '文字', '#222222'),
      accent: color('Figures, prices, tags.', '强调色', '#b3122b'),
    },
  }),
  language: frontEndField({
    en: 'The language of the texts of the page itself: `zh-CN` (if left out), `zh-TW` or `en`.',
    zh: '页面自带文案的语言：`zh-CN`（默认）、`zh-TW` 或 `en`',
    example: 'zh-CN',
    synonyms: ['lang', 'locale', 'i18n'],
    choices: PAGE_LANGUAGES,
  }),
  share_image: frontEndField({
    en: 'The picture beside a link that is shared, square, at least 300 × 300, no SVG; the banner if left out.',
    zh: '分享卡片的图片，方形，至少 300 × 300，不用 SVG；默认用头图',
    example: 'https://cdn.example.com/share.png',
    synonyms: [...imageSynonyms, 'sharepic', 'shareimg', 'shareicon', 'ogimage'],
  }),
  description: frontEndField({
    en: 'A sentence for search engines and for a link that is shared; the subtitle if left out.',
    zh: '用于搜索引擎和分享卡片的一句话简介，默认用副标题',
    example: '每天摇三次，手机、耳机、优惠券等你来拿',
    synonyms: ['desc', 'summary', 'sharedesc', 'sharedescription'],
  }),
};
