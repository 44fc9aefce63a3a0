import type { Result } from './results.ts';

const LEFT = 210;
const BAR = 420;
const ROW = 22;
const WIDTH = LEFT + BAR + 130;

/**
 * An SVG with bars of CPU time a request: the median, and a line from the lowest to the highest round. Each group has its
 * own scale.
 */
export function chart(results: readonly Result[]): string {
  const lines: string[] = [];
  let y = 30;
  for (const group of new Set(results.map((result) => result.group))) {
    const members = results.filter((result) => result.group === group);
    const scale = BAR / Math.max(...members.map(({ cpuMicros }) => cpuMicros.max));
    lines.push(`<text class="group" x="12" y="${y + 14}">${escaped(group)}</text>`);
    y += ROW;
    for (const { name, cpuMicros, ratios } of members) {
      const { min, median, max } = cpuMicros;
      const middle = y + ROW / 2;
      const ratio = ratios.map((each) => ` · ${each.median.toFixed(2)}`).join('');
      lines.push(
        `<text x="${LEFT - 8}" y="${middle + 4}" text-anchor="end">${escaped(name)}</text>`,
        `<rect class="${ratios.length > 0 || name.startsWith('cms-market') ? 'ours' : 'floor'}" x="${LEFT}" y="${y + 4}" width="${(median * scale).toFixed(1)}" height="${ROW - 8}"/>`,
        `<path d="M${(LEFT + min * scale).toFixed(1)} ${middle}H${(LEFT + max * scale).toFixed(1)}"/>`,
        `<text class="figure" x="${LEFT + BAR + 8}" y="${middle + 4}">${median.toFixed(0)} µs${ratio}</text>`,
      );
      y += ROW;
    }
    y += 10;
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${y + 30}" font-family="system-ui, sans-serif" font-size="12">
<style>text{fill:#1d1d1f}.group{font-weight:700}.floor{fill:#a8a8b3}.ours{fill:#c8102e}path{stroke:#1d1d1f;stroke-width:1.5}.figure{font-variant-numeric:tabular-nums}</style>
<rect width="${WIDTH}" height="${y + 30}" fill="#fff"/>
<text x="12" y="18">CPU time a request (median of the rounds) · ratio to each baseline; grey: baselines</text>
${lines.join('\n')}
</svg>
`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
