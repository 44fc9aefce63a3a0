/* What the schemas say of a field, in their English words; the first that fits is taken. */
const translations: readonly (readonly [RegExp, string])[] = [
  [/^must be one of: (.*)$/, '必须是以下之一：$1'],
  [/^must name the kind/, '必须写明活动类型，例如 "shake"'],
  [/^must be true or false$/, '必须是 true 或 false'],
  [/^must be a time with an offset/, '必须是带时区的时间，例如 "2026-11-01T00:00:00+08:00"'],
  [/^must be later than starts_at$/, '必须晚于 starts_at'],
  [/^is_check_zone needs the zones/, '开启 is_check_zone 时，必须列出可参加的 zones'],
  [/^must be a decimal text/, '必须是带引号的小数，例如 "10.00"'],
  [/^must be like "0.5%"/, '必须写成 "0.5%" 或 "1/200"，在 0 到 1 之间'],
  [/^must be an IANA time zone/, '必须是 IANA 时区，例如 "Asia/Shanghai"'],
  [/^must be "linear" or a list/, '必须是 "linear"，或 {"at", "count"} 的列表'],
  [/^needs a stock to spread$/, '按时间均匀投放需要填写 stock'],
  [/^needs starts_at and ends_at$/, '需要填写 starts_at 和 ends_at'],
  [/^there is no prize "(.*)" in prizes$/, 'prizes 中没有奖品“$1”'],
  [/^the (?:prize|sku) "(.*)" is there twice$/, '“$1”重复出现'],
  [/^the odds of all prizes add up to (\S+),/, '所有奖品的中奖率合计为 $1，超过了 1'],
  [/line (\d+), column (\d+): (.*)$/, 'JSON 第 $1 行第 $2 列有语法错误：$3'],
];

/** A reason in Chinese; as it is where there are no words for it. */
export function reasonInChinese(reason: string): string {
  const found = translations.find(([pattern]) => pattern.test(reason));
  if (!found) return reason;
  const [pattern, words] = found;
  const match = pattern.exec(reason);
  return words.replace(/\$(\d)/g, (_all, index) => match?.[Number(index)] ?? '');
}
