export interface Family {
  readonly help: string;
  readonly type: string;
  readonly samples: { name: string; labels: Record<string, string>; series: string; value: number }[];
}

export type Families = ReadonlyMap<string, Family>;

/** The text of a scrape, by family. @throws Error at a line that is none of the format's, or stands outside its family */
export function familiesOf(text: string): Families {
  const families = new Map<string, Family>();
  let current = '';
  for (const line of text.split('\n').filter((each) => each !== '')) {
    const [, what, name = '', rest = ''] = /^# (HELP|TYPE) (\w+) (.*)$/.exec(line) ?? [];
    if (what === 'HELP') {
      if (families.has(name)) throw new Error(`twice: ${name}`);
      families.set(name, { help: rest, type: '', samples: [] });
      current = name;
    } else if (what === 'TYPE') {
      if (name !== current) throw new Error(`no HELP before: ${line}`);
      families.set(name, { help: families.get(name)?.help ?? '', type: rest, samples: [] });
    } else {
      families.get(current)?.samples.push(sampleOf(line, current));
    }
  }
  return families;
}

/** @returns `undefined` where there is no such series */
export function sampleValue(families: Families, name: string, labels: object): number | undefined {
  const wanted = Object.entries(labels)
    .map(([label, value]) => `${label}=${value}`)
    .sort()
    .join();
  const samples = [...families.values()].flatMap((family) => family.samples);
  return samples.find(
    (sample) =>
      sample.name === name &&
      Object.entries(sample.labels)
        .map(([label, value]) => `${label}=${value}`)
        .sort()
        .join() === wanted,
  )?.value;
}

function sampleOf(line: string, family: string): Family['samples'][number] {
  const [, name = '', , inner = '', value = ''] = /^(\w+)(\{(.*)\})? (\S+)$/.exec(line) ?? [];
  const suffix = name.startsWith(family) ? name.slice(family.length) : null;
  if (suffix === null || !['', '_bucket', '_sum', '_count'].includes(suffix))
    throw new Error(`outside its family ${family}: ${line}`);
  const labels = Object.fromEntries(
    [...inner.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"(?:,|$)/g)].map(([, label = '', text = '']) => [
      label,
      text,
    ]),
  );
  return { name, labels, series: `${name}{${inner}}`, value: Number(value) };
}
