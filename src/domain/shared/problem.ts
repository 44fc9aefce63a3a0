const PROBLEM_CODES = [
  'missing',
  'wrong_type',
  'not_whole',
  'too_small',
  'too_big',
  'empty_text',
  'too_long',
  'empty_list',
  'too_many_entries',
  'unknown_key',
  'unknown_kind',
  'bad_instant',
  'bad_money',
  'bad_odds',
  'bad_timezone',
  'bad_release',
  'bad_segments',
  'not_with_method',
  'no_data_key',
  'no_such_endpoint',
  'bad_zone_id',
  'bad_prize_id',
  'bad_sku_id',
  'reserved_word',
  'ends_before_start',
  'no_zones',
  'linear_without_stock',
  'linear_without_window',
  'no_such_prize',
  'prize_twice',
  'sku_twice',
  'odds_over_one',
  'odds_not_common',
  'not_an_object',
  'not_json',
  'not_utf8',
  'too_deep',
  'too_many_members',
  'no_file',
  'unreadable',
  'link_leads_out',
  'not_a_regular_file',
  'file_too_large',
  'reader_failed',
  'older_release',
  'managed_by_console',
  'not_approved',
  'more_problems',
  // A rule of a schema that has no code of its own.
  'bad_value',
] as const;

/** What can be wrong with a file. A catalogue for each language makes a sentence of it. */
export type ProblemCode = (typeof PROBLEM_CODES)[number];

export function isProblemCode(code: string): code is ProblemCode {
  return PROBLEM_CODES.some((each) => each === code);
}

/** One thing that is wrong with a file that an operator wrote. */
export interface Problem {
  readonly code: ProblemCode;
  /** Dotted path inside the file, such as `rules.prizes.coupon-10.odds`; empty for the file as a whole. */
  readonly path: string;
  /** What the sentence names: values, limits, places. */
  readonly params: Readonly<Record<string, string>>;
}

/* Of one file. What is longer is cut, so that a file cannot fill the log of the service. */
const MOST_PROBLEMS = 100;
const LONGEST_PATH = 200;
const LONGEST_PARAM = 500;

/** A problem of the file as a whole. */
export function fileProblem(code: ProblemCode, params: Problem['params'] = {}): Problem {
  return { code, path: '', params };
}

/** The first 100 problems of a file and, where there are more, one that counts the others. */
export function boundedProblems(problems: readonly Problem[]): Problem[] {
  const shown = problems.slice(0, MOST_PROBLEMS).map(({ code, path, params }) => ({
    code,
    path: shortened(path, LONGEST_PATH),
    params: Object.fromEntries(Object.entries(params).map(([name, value]) => [name, shortened(value)])),
  }));
  const others = problems.length - shown.length;
  return others === 0 ? shown : [...shown, fileProblem('more_problems', { count: String(others) })];
}

/** The beginning of a text, with an ellipsis where there is more. */
export function shortened(text: string, most = LONGEST_PARAM): string {
  return text.length <= most ? text : `${text.slice(0, most)}…`;
}
