import { dataSchema } from '../../../application/authoring/data-schema.ts';
import type { Command } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { commandMessages } from '../i18n/command-messages.ts';

export const schemaCommand: Command = {
  name: 'schema',
  summary: {
    en: 'print the JSON Schema of data.json, by which editors complete and explain it',
    zh: '输出 data.json 的 JSON Schema，供编辑器补全和提示',
  },
  settings: 'authoring',
  arguments: [
    {
      syntax: '[kind]',
      description: { en: 'of this kind; of all, if left out', zh: '活动类型；省略则输出全部' },
    },
  ],
  options: [],
  async run({ kinds }, io, [dispatch]) {
    const kind = typeof dispatch === 'string' ? kinds.get(dispatch) : undefined;
    if (typeof dispatch === 'string' && !kind) {
      io.stderr.write(`cms-market: ${commandMessages[io.language].noKind(dispatch, [...kinds.keys()])}\n`);
      return exitCodes.usage;
    }
    const schema = kind
      ? dataSchema(kind)
      : Object.fromEntries([...kinds].map(([name, each]) => [name, dataSchema(each)]));
    io.stdout.write(`${JSON.stringify(schema, null, 2)}\n`);
    return exitCodes.ok;
  },
};
