import type { Problem } from '../../../domain/shared/problem.ts';
import type { Phrases } from './phrases.ts';

/* By the codes of jsonc-parser. */
const mistakes: Readonly<Record<string, Phrases>> = {
  InvalidSymbol: [
    'a word that JSON does not know',
    'put texts in double quotes; only true, false and null stand without',
    '有 JSON 不认识的词',
    '请给文本加上双引号；只有 true、false、null 不加引号',
  ],
  InvalidNumberFormat: [
    'a number is written wrongly',
    'write it like 12 or 0.5',
    '数字的写法不对',
    '请写成 12 或 0.5 这样',
  ],
  PropertyNameExpected: [
    'a key in double quotes is expected',
    'take away a comma too many, or write a key such as "title"',
    '此处应为带双引号的键',
    '请删去多余的逗号，或写上键，例如 "title"',
  ],
  ValueExpected: [
    'a value is expected',
    'take away a comma too many, or write the value',
    '此处应有一个值',
    '请删去多余的逗号，或补上值',
  ],
  ColonExpected: [
    'a colon is expected',
    'write it like "title": "…"',
    '缺少冒号',
    '请写成 "title": "…" 这样',
  ],
  CommaExpected: [
    'a comma is expected',
    'put a comma after the value before',
    '缺少逗号',
    '请在前一个值后面加上逗号',
  ],
  CloseBraceExpected: ['a } is missing', 'close every { with a }', '缺少 }', '请用 } 结束每个 {'],
  CloseBracketExpected: ['a ] is missing', 'close every [ with a ]', '缺少 ]', '请用 ] 结束每个 ['],
  EndOfFileExpected: [
    'something follows the end',
    'take away what follows the last }',
    '文件结尾之后还有内容',
    '请删去最后一个 } 之后的内容',
  ],
  InvalidCommentToken: ['JSON has no comments', 'take the comment away', 'JSON 不能有注释', '请删去注释'],
  UnexpectedEndOfComment: ['JSON has no comments', 'take the comment away', 'JSON 不能有注释', '请删去注释'],
  UnexpectedEndOfString: [
    'a text is not closed',
    'put a double quote at its end; write a line break as \\n',
    '文本没有结束',
    '请在文本末尾加上双引号；换行请写成 \\n',
  ],
  UnexpectedEndOfNumber: [
    'a number is not complete',
    'write it like 12 or 0.5',
    '数字不完整',
    '请写成 12 或 0.5 这样',
  ],
  InvalidUnicode: [
    '\\u needs four digits',
    'write it like \\u4e2d',
    '\\u 之后应有四位十六进制数',
    '请写成 \\u4e2d 这样',
  ],
  InvalidEscapeCharacter: [
    'a backslash is followed by a letter that means nothing',
    'write a backslash itself as \\\\',
    '反斜杠之后的字符不对',
    '反斜杠本身请写成 \\\\',
  ],
  InvalidCharacter: [
    'a character that must not stand in a text',
    'write a line break as \\n and a tab as \\t',
    '文本中有不允许的字符',
    '换行请写成 \\n，制表符请写成 \\t',
  ],
};

const unknown: Phrases = [
  'it cannot be parsed',
  'open it in an editor that knows JSON',
  '无法解析',
  '请用支持 JSON 的编辑器打开检查',
];

/** @param mistake a code of jsonc-parser, or `MisplacedSign` with the sign */
export function jsonPhrases({ mistake = '', sign = '' }: Problem['params']): Phrases {
  return sign ? signPhrases(sign) : (mistakes[mistake] ?? unknown);
}

/* Typed with a Chinese keyboard, or put in by a text editor for what was typed. */
function signPhrases(sign: string): Phrases {
  const half = asciiOf(sign);
  if (half === '') {
    const code = `U+${sign.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0')}`;
    return [
      `a blank that JSON does not know (${code})`,
      'put an ordinary blank in its place, or take it away',
      `此处是 JSON 不认识的空白字符（${code}）`,
      '请换成普通空格，或删去',
    ];
  }
  const written = half === '"' ? 'a straight "' : half;
  return [
    `the full-width ${sign} should be ${written}`,
    `type ${written} in its place, with the keyboard set to English`,
    `误用了全角的 ${sign}，应为半角的 ${half}`,
    `请切换到英文输入法，改为 ${half}`,
  ];
}

function asciiOf(sign: string): string {
  if (/[“”„‟‘’＂＇]/u.test(sign)) return '"';
  return ASCII[sign] ?? sign.normalize('NFKC').trim();
}

const ASCII: Readonly<Record<string, string>> = {
  '、': ',',
  '。': '.',
  '【': '[',
  '】': ']',
  '\ufeff': '',
  '\u200b': '',
};
