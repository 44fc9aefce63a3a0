import type { FindingCode } from '../../../application/authoring/check/finding.ts';
import { mediaEndings } from '../../../domain/activities/media-library.ts';
import { fullWidthSign } from './mended-values.ts';
import type { Phrase } from './phrases.ts';

const enEndings = `${mediaEndings.slice(0, -1).join(', ')} or ${mediaEndings.at(-1)}`;
const zhEndings = `${mediaEndings.slice(0, -1).join('、')} 或 ${mediaEndings.at(-1)}`;

/** The words of findings on what visitors see, and who sees it. */
export const pagePhrases = {
  'ends-too-soon': ({ at, example }) => [
    `the end is exclusive: at ${at} it is over already`,
    `write "ends_at": "${example}", to include the last moment`,
    `结束时刻不包含在活动时间内，到 ${at} 就已经结束`,
    `请写成 "ends_at": "${example}"，这样最后一刻也算在内`,
  ],
  'unchecked-zones': () => [
    'zones are given, but is_check_zone is not on: users of any zone may take part',
    'write "is_check_zone": true, or take zones away',
    '填写了 zones，却没有开启 is_check_zone，任何区域的用户都能参加',
    '请写上 "is_check_zone": true，或删去 zones',
  ],
  'unknown-zone': ({ name }) => [
    `nobody is shown "${name}": without a login nobody's zone is known`,
    'write "is_login_user": true, or take its zones away',
    `谁也看不到“${name}”：不登录就不知道用户的区域`,
    '请写上 "is_login_user": true，或删去此商品的 zones',
  ],
  'nobodys-zone': ({ name, zones }) => [
    `nobody is shown "${name}": users of ${zones} may not take part`,
    'correct its zones, or add them to the zones of the activity',
    `谁也看不到“${name}”：区域 ${zones} 的用户不能参加活动`,
    '请改正此商品的 zones，或把它们加入活动的 zones',
  ],
  'login-without-zones': () => [
    'nobody can take part: the login of this service (IDENTITY) knows no zone of anybody',
    'take is_check_zone away, or use a login that knows zones',
    '谁也不能参加：本服务的登录方式（IDENTITY）不知道用户的区域',
    '请去掉 is_check_zone，或换用知道区域的登录方式',
  ],
  'no-media': ({ name, near, place }, { activityId }) =>
    near
      ? [
          `${name} is not there; there is ${near}`,
          `write "${near}"${onlyCapitals(name, near) ? ', with the same capitals' : ''}, or rename the file`,
          `找不到 ${name}，但有 ${near}`,
          `请写成 "${near}"${onlyCapitals(name, near) ? '，大小写须一致' : ''}，或给文件改名`,
        ]
      : [
          `${name} is not there, or cannot be shown`,
          `put it at ${activityId}/${place} (${enEndings}), or correct its name`,
          `找不到 ${name}，或其格式不能显示`,
          `请把文件放到 ${activityId}/${place}（${zhEndings}），或改正文件名`,
        ],
  'media-type': ({ name, ending }) => [
    ending ? `${name}: files that end in .${ending} are not sent` : `${name}: the file has no ending`,
    ending === 'jpeg'
      ? 'let both the file and its name here end in .jpg'
      : `save the picture as ${enEndings}, and write its new name`,
    ending ? `${name}：不支持 .${ending} 文件` : `${name}：文件名没有扩展名`,
    ending === 'jpeg' ? '请把文件名和此处的扩展名都改为 .jpg' : `请把图片另存为 ${zhEndings}，并改写文件名`,
  ],
  'large-picture': ({ name, mebibytes, most }) => [
    `${name} has ${mebibytes} MiB; releases keep pictures and sounds of at most ${most} MiB`,
    'make it smaller: else a rollback does not bring it back, and visitors load it for long',
    `${name} 有 ${mebibytes} MiB，发布时只保存不超过 ${most} MiB 的图片和声音`,
    '请缩小文件，否则回滚时不会恢复它，用户加载也会很慢',
  ],
  'many-pictures': ({ count, mebibytes, most, mostMebibytes }) => [
    `${count} pictures and sounds with ${mebibytes} MiB are named; a release keeps ${most}, and ${mostMebibytes} MiB of them`,
    'name fewer, or make them smaller: else a rollback does not bring the others back',
    `共引用了 ${count} 个图片和声音（${mebibytes} MiB），一次发布最多保存 ${most} 个、共 ${mostMebibytes} MiB`,
    '请减少数量或缩小文件，否则回滚时不会恢复其余文件',
  ],
  'bare-picture': ({ name, own, there }, { activityId }) => [
    `"${name}" is not found: the path of an activity's own picture begins media/`,
    there ? `write "${own}"` : `put the file at ${activityId}/${own}, and write "${own}"`,
    `找不到“${name}”：活动自己的图片，路径须以 media/ 开头`,
    there ? `请写成 "${own}"` : `请把文件放到 ${activityId}/${own}，并写成 "${own}"`,
  ],
  'bad-picture': ({ link }) => [
    `the page does not load a picture from ${link}`,
    'put it into the folder media/, such as "media/banner.svg", or give an address with https://',
    `页面不会加载图片 ${link}`,
    '请把图片放进 media/，例如 "media/banner.svg"，或使用 https:// 地址',
  ],
  'bad-link': ({ link }) => [
    `the page does not follow ${link}: only links by http and https`,
    'write it like "https://www.example.com/", or "/claim" on the same site',
    `页面不会打开 ${link}，只支持 http 和 https 链接`,
    '请写成 "https://www.example.com/" 这样，同一网站可写 "/claim"',
  ],
  'no-scheme': ({ link = '', example }) => {
    const sign = fullWidthSign(link);
    return [
      sign
        ? `${link} would be looked for on this site: its "${sign}" is a full-width character`
        : `${link} would be looked for on this site: it does not begin with https://`,
      `write it like "${example}"`,
      sign
        ? `${link} 中的“${sign}”是全角字符，链接会被当作本站的路径`
        : `${link} 没有以 https:// 开头，会被当作本站的路径`,
      `请写成 "${example}" 这样`,
    ];
  },
  'unknown-choice': ({ value, choices, first }) => [
    `"${value}" is not known to the page, which takes its default instead`,
    `write one of ${choices}, such as ${first}`,
    `页面不认识“${value}”，会按默认值处理`,
    `请从 ${choices} 中选一个，例如 ${first}`,
  ],
  'bad-sale-time': ({ value }) => [
    `"${value}" is no time that the page reads, so it counts as left out`,
    'write it with an offset, such as "2026-11-11T10:00:00+08:00"',
    `页面读不懂时间“${value}”，会当作没有填写`,
    '请写成带时区的时间，例如 "2026-11-11T10:00:00+08:00"',
  ],
  'sale-ends-before-start': ({ from, until }) => [
    `the sale is never on: it ends (${until}) before it begins (${from})`,
    `set "until" to a time after ${from}`,
    `抢购的结束时间（${until}）不晚于开始时间（${from}），不会有抢购`,
    `请把 "until" 改到 ${from} 之后`,
  ],
  'sale-not-cheaper': ({ sale, price }) => [
    `the sale costs ${sale}, which is not less than the price of ${price}`,
    `lower the price of the sale below ${price}, or take the sale away`,
    `抢购价 ${sale} 不低于原价 ${price}`,
    `请把抢购价改到 ${price} 以下，或删去 "sale"`,
  ],
  'login-without-return': ({ link, example }) => [
    `after the login visitors do not come back: ${link} has no {return}`,
    `write it like "${example}", with the parameter name that the login page expects`,
    `登录地址 ${link} 没有 {return}，用户登录后回不到活动页`,
    `请写成 "${example}" 这样，参数名以登录页为准`,
  ],
} satisfies Partial<Record<FindingCode, Phrase>>;

function onlyCapitals(name = '', near = ''): boolean {
  return name.toLowerCase() === near.toLowerCase();
}
