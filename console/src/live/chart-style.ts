/** The colours of a chart, as the page has them now. */
export interface ChartStyle {
  readonly line: string;
  readonly fill: string;
  readonly band: string;
  readonly forecast: string;
  readonly budget: string;
  readonly grid: string;
  readonly text: string;
  readonly font: string;
}

/** Reads them from the tokens, which are others in the dark. */
export function chartStyle(element: Element): ChartStyle {
  const style = getComputedStyle(element);
  const token = (name: string) => style.getPropertyValue(name).trim();
  return {
    line: token('--accent'),
    fill: token('--accent-soft'),
    // Tokens are six digits: two more are its opacity, so that the grid is seen through it.
    band: `${token('--ink-3')}33`,
    forecast: token('--ink-3'),
    budget: token('--needs'),
    grid: token('--line'),
    text: token('--ink-2'),
    font: `12px ${style.fontFamily}`,
  };
}
