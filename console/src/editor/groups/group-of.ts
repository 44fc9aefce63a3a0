import type { FieldJson } from '../fields/field-names.ts';
import { patternOf } from '../fields/field-names.ts';
import type { JsonPath } from '../text/json-path.ts';
import {
  AUDIENCE_FIELDS,
  BASIC_FIELDS,
  GROUPED,
  GROUPS,
  type GroupName,
  PAGE_FIELDS,
} from './group-fields.ts';

const includes = (list: readonly string[], pattern: string): boolean => list.includes(pattern);

/** Returns the group of the form in which a place of the text is edited. */
export function groupOf(path: JsonPath): GroupName {
  const pattern = patternOf(path);
  if (includes(BASIC_FIELDS, pattern) || path.length === 0) return 'basics';
  if (includes(AUDIENCE_FIELDS, pattern) || path[0] === 'zones') return 'audience';
  if (pattern.startsWith('rules.chances')) return 'chances';
  if (path[0] === 'skus') return 'goods';
  if (path[0] === 'prizes' || pattern.startsWith('rules.prizes') || isPrizeLimit(pattern)) return 'prizes';
  if (includes(PAGE_FIELDS, pattern) || pattern.startsWith('page.rules_text')) return 'page';
  return path[0] === 'page' && GROUPED.has(pattern) ? 'page' : 'advanced';
}

const isPrizeLimit = (pattern: string): boolean => /^rules\.(fallback|guarantee|budget)\b/.test(pattern);

/** Returns the groups that a kind has fields for. */
export function groupsOf(fields: readonly FieldJson[]): readonly GroupName[] {
  const has = (name: string): boolean => fields.some(({ path }) => path[0] === name);
  return GROUPS.filter((group) => {
    if (group === 'chances' || group === 'prizes') return has('prizes');
    return group === 'goods' ? has('skus') : true;
  });
}

/** Returns the known fields that no group has: single values, not those of lists and maps, and not what holds others. */
export function advancedFields(fields: readonly FieldJson[]): readonly FieldJson[] {
  const isSingle = ({ path }: FieldJson): boolean => !path.some((part) => part === '*' || part === '[]');
  const holds = (path: readonly string[]): boolean =>
    fields.some(
      (other) =>
        isSingle(other) &&
        other.path.length > path.length &&
        path.every((part, at) => other.path[at] === part),
    );
  const isOfTable = ({ path }: FieldJson): boolean =>
    path.join('.') === 'rules.prizes' || (path.length === 1 && ['prizes', 'skus'].includes(path[0] ?? ''));
  return fields.filter(
    (field) =>
      isSingle(field) && !GROUPED.has(field.path.join('.')) && !holds(field.path) && !isOfTable(field),
  );
}
