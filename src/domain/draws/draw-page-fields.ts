import { STAGE_NAMES } from '../activities/page-choices.ts';
import { type Fields, frontEndField, frontEndSwitch } from '../shared/field.ts';

const sound = (en: string, zh: string, example: string) => frontEndField({ en, zh, example });

/** What the page of the service reads of `page` where visitors draw prizes. */
export const drawPageFields: Fields = {
  stage: frontEndField({
    en: 'How visitors draw: `shake` (if left out), `wheel`, `grid`, `scratch`, `egg` or `red_packet`.',
    zh: '玩法：`shake` 摇一摇（默认）、`wheel` 大转盘、`grid` 九宫格、`scratch` 刮刮卡、`egg` 砸金蛋、`red_packet` 拆红包',
    example: 'wheel',
    synonyms: ['game', 'gametype', 'playtype', 'mode', 'skin'],
    choices: STAGE_NAMES,
  }),
  captcha_url: frontEndField({
    en: 'The page of a captcha, for visitors of whom the risk check wants proof; `{return}` becomes the address of the page, to which it adds `proof=`.',
    zh: '风控要求验证时打开的验证页，`{return}` 会替换为当前页面地址，验证后带上 `proof=` 返回',
    example: '/captcha?return={return}',
    synonyms: ['captchalink', 'captchapage', 'verifyurl'],
  }),
  show_quantities: frontEndSwitch({
    en: 'Whether visitors see how many of each prize there are, and how many are left.',
    zh: '是否展示奖品数量与剩余',
    synonyms: ['showquantity', 'showstock', 'showstocks', 'showleft'],
  }),
  show_odds: frontEndSwitch({
    en: 'Whether visitors see the odds of each prize, as `rules` has them.',
    zh: '是否公示中奖概率',
    synonyms: ['showodd', 'showprobability', 'showrate', 'showchance'],
  }),
  show_winners: frontEndSwitch({
    en: 'Whether visitors see who won lately, with masked ids.',
    zh: '是否滚动展示中奖名单（用户编号打码）',
    synonyms: ['showwinner', 'showwins', 'showwinlist'],
  }),
  sounds: frontEndField({
    en: "Sounds in place of those of the look: mp3 files of the activity's `media/`.",
    zh: '替换主题音效：本活动 `media/` 下的 mp3 文件',
    synonyms: ['sound', 'audio', 'audios', 'music'],
    fields: {
      draw: sound('While a prize is drawn.', '抽奖过程', 'media/draw.mp3'),
      won: sound('For a prize.', '中奖', 'media/won.mp3'),
      grand: sound(
        'For a prize of the tier `grand`; `won` if left out.',
        '中大奖，默认同 `won`',
        'media/grand.mp3',
      ),
      not_won: sound('For no prize.', '未中奖', 'media/not-won.mp3'),
    },
  }),
  stage_image: frontEndField({
    en: 'A square picture in place of the phone that is shaken.',
    zh: '摇一摇主图（方形），默认是手机',
    example: 'media/stage.svg',
  }),
  texts: frontEndField({
    en: 'Texts in place of those of the page.',
    zh: '替换页面默认文案',
    fields: {
      draw: frontEndField({
        en: 'On the button that draws; `点我抽奖` if left out.',
        zh: '抽奖按钮，默认“点我抽奖”',
        example: '点我抽奖',
      }),
      again: frontEndField({
        en: 'On the button that draws once more after a result; `再摇一次` or `再抽一次` if left out.',
        zh: '结果后再抽一次的按钮，默认“再摇一次”或“再抽一次”',
        example: '再来一次',
      }),
      won_title: frontEndField({ en: 'Above a prize.', zh: '中奖标题', example: '恭喜中奖' }),
      won_next: frontEndField({
        en: 'What a winner does next.',
        zh: '中奖后的提示',
        example: '已放入账户',
      }),
      not_won_title: frontEndField({ en: 'For no prize.', zh: '未中奖标题', example: '差一点点' }),
      not_won_text: frontEndField({
        en: 'A friendly text for no prize.',
        zh: '未中奖文案',
        example: '明天再来试试',
      }),
      sign_in: frontEndField({
        en: 'The way to earn a chance by signing in; `签到` if left out.',
        zh: '签到得机会的名称，默认“签到”',
        example: '签到',
      }),
      share: frontEndField({
        en: 'The way to earn a chance by sharing; `分享` if left out.',
        zh: '分享得机会的名称，默认“分享”',
        example: '分享',
      }),
      invite: frontEndField({
        en: 'The way to earn chances by inviting friends; `邀请好友` if left out.',
        zh: '邀请得机会的名称，默认“邀请好友”',
        example: '邀请好友',
      }),
      share_text: frontEndField({
        en: 'Goes along with a link that a visitor shares; the title if left out.',
        zh: '分享链接时附带的文字，默认活动标题',
        example: '来摇一摇，赢好礼',
      }),
      helped: frontEndField({
        en: 'Thanks a visitor who followed an invitation; `已为好友助力` if left out.',
        zh: '接受邀请后的提示，默认“已为好友助力”',
        example: '已为好友助力',
      }),
      fill_form: frontEndField({
        en: 'On the button that opens the form of a won prize; `填写领奖信息` if left out.',
        zh: '填写领奖信息的按钮，默认“填写领奖信息”',
        example: '填写收货地址',
      }),
      form_received: frontEndField({
        en: 'After a winner has sent the form; `领奖信息已收到` if left out.',
        zh: '提交领奖信息后的提示，默认“领奖信息已收到”',
        example: '已收到，7 个工作日内寄出',
      }),
      id_text: frontEndField({
        en: 'The label of the form field `id_text`; `会员号或账号` if left out.',
        zh: '表单项 `id_text` 的名称，默认“会员号或账号”',
        example: '会员号',
      }),
      show_ticket: frontEndField({
        en: 'On the button that shows the ticket for the counter; `到店出示` if left out.',
        zh: '到店核销时出示二维码的按钮，默认“到店出示”',
        example: '到店出示',
      }),
    },
  }),
};
