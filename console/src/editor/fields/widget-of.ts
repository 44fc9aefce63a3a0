import type { JsonPath } from '../text/json-path.ts';
import { formsOf, type Schema, typesAt } from '../text/schema-at.ts';
import { type FieldJson, patternOf } from './field-names.ts';

export type Widget =
  | 'text'
  | 'code'
  | 'money'
  | 'number'
  | 'switch'
  | 'choice'
  | 'moment'
  | 'chips'
  | 'paragraphs'
  | 'colour'
  | 'picture'
  | 'prize'
  | 'json';

/* Where the schema says less than is known of them. */
const WIDGETS: Readonly<Record<string, Widget>> = {
  'page.banner': 'picture',
  'page.stage_image': 'picture',
  'page.share_image': 'picture',
  'prizes.[].image': 'picture',
  'skus.[].image': 'picture',
  'page.rules_text': 'paragraphs',
  'rules.fallback': 'prize',
  'rules.guarantee.prize': 'prize',
  'rules.budget': 'money',
  'rules.prizes.*.value': 'money',
  'skus.[].price': 'money',
  'skus.[].market_price': 'money',
  'skus.[].sale.price': 'money',
  'skus.[].sale.from': 'moment',
  'skus.[].sale.until': 'moment',
  'skus.[].tags': 'chips',
  'skus.[].limit': 'number',
  'prizes.[].id': 'code',
  'skus.[].sku_id': 'code',
};

/** Returns with what a field is edited. */
export function widgetOf(path: JsonPath, schemas: readonly Schema[], field: FieldJson | undefined): Widget {
  const known = WIDGETS[patternOf(path)];
  if (known) return known;
  const types = typesAt(schemas);
  const forms = schemas.flatMap(formsOf);
  const choices = field?.choices ?? forms.flatMap((form) => form.enum ?? []);
  if (types.has('boolean') || typeof field?.example === 'boolean') return 'switch';
  if (choices.length > 0) return choices.every((choice) => typeof choice === 'string') ? 'choice' : 'number';
  if (forms.some(({ format }) => format === 'date-time')) return 'moment';
  if (forms.some(({ format }) => format === 'color-hex')) return 'colour';
  if (types.has('array')) return holdsTexts(forms) ? 'chips' : 'json';
  if (types.has('integer') && !types.has('string')) return 'number';
  if (types.has('object')) return 'json';
  return 'text';
}

const holdsTexts = (forms: readonly Schema[]): boolean =>
  forms.some(({ items }) => items !== undefined && typesAt([items]).has('string'));

/** Returns the texts that a field can be chosen from. */
export function choicesOf(schemas: readonly Schema[], field: FieldJson | undefined): readonly string[] {
  const all = field?.choices ?? schemas.flatMap(formsOf).flatMap((form) => form.enum ?? []);
  return all.filter((choice): choice is string => typeof choice === 'string');
}
