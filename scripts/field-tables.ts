import { readFile, writeFile } from 'node:fs/promises';
import { commonFields, type Field, fieldsOfKind } from '../src/application/authoring/fields.ts';
import { kinds } from '../src/application/kinds/kinds.ts';

const DOCUMENT = 'docs/activities.md';

/* Each table, by the name in its markers: the fields below this path. */
const kindFields = (dispatch: string) => {
  const kind = kinds.get(dispatch);
  return kind ? fieldsOfKind(kind) : [];
};
const tables: Readonly<Record<string, () => readonly string[]>> = {
  common: () =>
    rows(
      commonFields.filter(({ path }) => path.length === 1),
      0,
    ),
  page: () => rows(below(commonFields, 'page'), 1),
  'shake page': () => rows(below(kindFields('shake'), 'page'), 1),
  'shake prizes': () => rows(below(kindFields('shake'), 'prizes'), 2),
  'shake rules': () => rows(below(kindFields('shake'), 'rules'), 1),
  'sku skus': () => rows(below(kindFields('sku'), 'skus'), 2),
};

/** The document with each table made of what the schemas say. */
export function withFieldTables(text: string): string {
  return Object.entries(tables).reduce((document, [name, lines]) => {
    const [begin, end] = [`<!-- fields: ${name} -->`, '<!-- end -->'];
    const from = document.indexOf(begin);
    const to = document.indexOf(end, from);
    if (from === -1 || to === -1) throw new Error(`${DOCUMENT} has no place for the table "${name}"`);
    const table = ['| field 字段 | meaning | 含义 | example |', '| --- | --- | --- | --- |', ...lines()];
    return `${document.slice(0, from)}${begin}\n${table.join('\n')}\n${document.slice(to)}`;
  }, text);
}

function below(fields: readonly Field[], key: string): readonly Field[] {
  return fields.filter(
    ({ path }) => path[0] === key && path.length > 1 && !['*', '[]'].includes(path.at(-1) ?? ''),
  );
}

function rows(fields: readonly Field[], skipped: number): string[] {
  return fields.map(({ path, en, zh, example }) => {
    const name = path.slice(skipped).join('.').replaceAll('.[]', '[]').replaceAll('*', '<id>');
    const shown =
      example === undefined || typeof example === 'object' ? '' : `\`${JSON.stringify(example)}\``;
    return `| \`${name}\` | ${en} | ${zh} | ${shown} |`;
  });
}

if (process.argv[1] === import.meta.filename) {
  await writeFile(DOCUMENT, withFieldTables(await readFile(DOCUMENT, 'utf8')));
}
