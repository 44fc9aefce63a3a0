import type { Result } from './main.ts';

const LEFT = 250;
const BAR = 420;
const ROW = 22;
const WIDTH = LEFT + BAR + 130;

/**
 * An SVG with bars of requests per second: the median, and a line from the slowest to the fastest round. Each group has
 * its own scale.
 */
export function chart(results: readonly Result[]): string {
  const lines: string[] = [];
  let y = 30;
  for (const group of new Set(results.map((result) => result.group))) {
    const members = results.filter((result) => result.group === group);
    const scale = BAR / Math.max(...members.map(({ perSecond }) => perSecond.max));
    lines.push(`<text class="group" x="12" y="${y + 14}">${escaped(group)}</text>`);
    y += ROW;
    for (const { name, perSecond, ratioToFloor } of members) {
      const width = perSecond.median * scale;
      const middle = y + ROW / 2;
      const ratio = ratioToFloor === null ? '' : ` · ${ratioToFloor.toFixed(2)}`;
      lines.push(
        `<text x="${LEFT - 8}" y="${middle + 4}" text-anchor="end">${escaped(name)}</text>`,
        `<rect class="${name.startsWith('cms-market') ? 'ours' : 'floor'}" x="${LEFT}" y="${y + 4}" width="${width.toFixed(1)}" height="${ROW - 8}"/>`,
        `<path d="M${(LEFT + perSecond.min * scale).toFixed(1)} ${middle}H${(LEFT + perSecond.max * scale).toFixed(1)}"/>`,
        `<text class="figure" x="${LEFT + BAR + 8}" y="${middle + 4}">${Math.round(perSecond.median).toLocaleString('en')}${ratio}</text>`,
      );
      y += ROW;
    }
    y += 10;
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${y + 30}" font-family="system-ui, sans-serif" font-size="12">
<style>text{fill:#1d1d1f}.group{font-weight:700}.floor{fill:#a8a8b3}.ours{fill:#c8102e}path{stroke:#1d1d1f;stroke-width:1.5}.figure{font-variant-numeric:tabular-nums}</style>
<rect width="${WIDTH}" height="${y + 30}" fill="#fff"/>
<text x="12" y="18">requests per second (median of the rounds) · ratio to the baseline; grey: baselines</text>
${lines.join('\n')}
</svg>
`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
