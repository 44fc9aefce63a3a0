import { jsonPhrases } from './json-messages.ts';
import type { ProblemPhrase } from './phrases.ts';

/** Of a file that cannot be read, or holds no activity. */
export const filePhrases = {
  not_an_object: () => [
    'must be a JSON object',
    'put everything between { and }, such as {"dispatch": "shake"}',
    '整个文件必须是一个 { } 对象',
    '请把全部内容放在 { } 之间，例如 {"dispatch": "shake"}',
  ],
  not_json: (params) => {
    const [en, enRemedy, zh, zhRemedy] = jsonPhrases(params);
    const { line, column } = params;
    return line === undefined
      ? [`is not JSON: ${en}`, enRemedy, `不是正确的 JSON：${zh}`, zhRemedy]
      : [
          `is not JSON: line ${line}, column ${column}: ${en}`,
          enRemedy,
          `不是正确的 JSON：第 ${line} 行第 ${column} 列，${zh}`,
          zhRemedy,
        ];
  },
  not_utf8: () => ['is not UTF-8 text', 'save it as UTF-8', '不是 UTF-8 编码的文本', '请另存为 UTF-8 编码'],
  too_deep: ({ most, line, column }) => [
    `is nested more than ${most} deep, at line ${line}, column ${column}`,
    'write what is in there flatter; nothing needs so many { and [',
    `嵌套超过 ${most} 层：第 ${line} 行第 ${column} 列`,
    '请减少 { 和 [ 的嵌套层数',
  ],
  too_many_members: ({ most, line, column }) => [
    `has more than ${most} members in one object, at line ${line}, column ${column}`,
    'take out what is not needed, or write a list in [ ]',
    `一个对象中的键超过 ${most} 个：第 ${line} 行第 ${column} 列`,
    '请去掉不需要的内容，或改用 [ ] 列表',
  ],
  no_file: () => [
    'data.json is not there',
    'put data.json into the folder, or remove the folder',
    '没有 data.json',
    '请在文件夹中放入 data.json，或删除此文件夹',
  ],
  unreadable: ({ error }) => [
    `cannot be read (${error})`,
    'let the user that the service runs as read it, such as by chmod 644',
    `无法读取（${error}）`,
    '请让运行服务的用户有读取权限，例如 chmod 644',
  ],
  link_leads_out: () => [
    'is a link that leads out of the folder of the activities',
    'put the file itself there',
    '是指向活动文件夹之外的链接',
    '请放入文件本身',
  ],
  not_a_regular_file: () => [
    'is not a regular file',
    'put a plain file there',
    '不是普通文件',
    '请换成普通文件',
  ],
  file_too_large: ({ bytes, most }) => [
    `is ${bytes} bytes, more than the ${most} that are allowed`,
    'take out what is not needed; pictures belong into media/',
    `大小为 ${bytes} 字节，超过上限 ${most}`,
    '请去掉不需要的内容；图片请放进 media/',
  ],
  older_release: ({ release, served }) => [
    `is release ${release}, and release ${served} is served: it is not published by itself`,
    'take the newer text over, or publish this one with: cms-market publish',
    `是第 ${release} 版，而线上是第 ${served} 版，不会自动发布`,
    '请换成新版本的内容，或运行 cms-market publish 发布此文件',
  ],
  managed_by_console: () => [
    'is not published: this activity is managed in the console',
    'edit it in the console, or remove the folder',
    '不会发布：该活动由控制台管理',
    '请在控制台中修改，或删除此文件夹',
  ],
  not_approved: () => [
    'is not published: nobody has approved this text',
    'have another person approve it with: cms-market approve',
    '不会发布：此内容尚未审批',
    '请由另一人运行 cms-market approve 审批',
  ],
  reader_failed: ({ error }) => [
    `makes the reader fail (${error})`,
    'take out what you changed last, and report the file as a defect of cms-market',
    `读取时出错（${error}）`,
    '请撤回最近的改动，并将此文件作为 cms-market 的缺陷上报',
  ],
  more_problems: ({ count }) => [
    `has ${count} more problems`,
    'correct those above, then check again',
    `还有 ${count} 个问题`,
    '请先改正以上问题，再检查一次',
  ],
} satisfies Record<string, ProblemPhrase>;
