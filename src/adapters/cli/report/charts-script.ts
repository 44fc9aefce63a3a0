/**
 * The script of the report's page: it draws every chart from the data in `#report`. It is plain text, because it runs in
 * the reader's browser beside uPlot and is never compiled.
 */
export const chartsScript = `
(() => {
  const report = JSON.parse(document.getElementById('report').textContent);
  const labels = JSON.parse(document.getElementById('labels').textContent);
  const seconds = report.course.at.map((at) => at / 1000);
  const charts = [];
  const color = (name) => getComputedStyle(document.documentElement).getPropertyValue('--' + name).trim();
  const number = new Intl.NumberFormat('en', { maximumFractionDigits: 2 });
  const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 2 });
  const fine = new Intl.NumberFormat('en', { maximumSignificantDigits: 2 });
  const shown = (value) => (value == null ? '\\u2013' : number.format(value));

  /* The day where one begins, the hour within, the month where the steps are that long. */
  const wall = new Intl.DateTimeFormat('sv-SE', { timeZone: report.timezone, dateStyle: 'short', timeStyle: 'short' });
  function clock(at, step) {
    const text = wall.format(at * 1000);
    if (step >= 28 * 86400) return text.slice(0, 7);
    return step >= 86400 || text.endsWith('00:00') ? text.slice(5, 10) : text.slice(11);
  }

  function axes(unit) {
    const look = { stroke: () => color('muted'), grid: { stroke: () => color('grid'), width: 1 }, ticks: { show: false }, font: '12px system-ui, sans-serif', labelFont: '12px system-ui, sans-serif' };
    return [
      { ...look, grid: { show: false }, label: labels.time + ' (' + report.timezone + ')', labelSize: 22, size: 32, space: 64, values: (_u, splits, _a, _f, step) => splits.map((at) => clock(at, step)) },
      { ...look, label: unit, labelSize: 20, size: 58, values: (_, splits) => splits.map((value) => (value === null ? '' : (Math.abs(value) < 1 ? fine : compact).format(value))) },
    ];
  }

  function chart(id, unit, series, data, bands, top) {
    const place = document.getElementById(id);
    if (!place) return;
    const height = Number(place.dataset.height);
    const options = {
      width: place.clientWidth, height,
      tzDate: (at) => uPlot.tzDate(new Date(at * 1000), report.timezone),
      scales: { y: { range: (_, low, high) => [0, Math.max(high, top || 0, 1e-9) * 1.08] } },
      axes: axes(unit),
      series: [{ label: labels.time, value: (_, at) => (at == null ? '\\u2013' : wall.format(at * 1000)) }, ...series],
      bands: bands || [],
      cursor: { points: { size: 6 }, drag: { x: true, y: false } },
      legend: { markers: { width: 2 } },
    };
    const plot = new uPlot(options, [seconds, ...data], place);
    charts.push({ plot, place, height });
  }

  const line = (label, name, more) => ({ label, stroke: () => color(name), width: 2, points: { show: false }, value: (_, value) => shown(value), ...more });
  const edge = (label, name) => line(label, name, { width: 0.75, dash: [2, 3] });
  const bandOf = (name) => [{ series: [1, 3], fill: () => color(name + '-band') }];
  const three = (label, name) => [edge(label + ' P95', name), line(label + ' P50', name), edge(label + ' P5', name)];
  const split = (bands) => [bands.map((b) => b.p95), bands.map((b) => b.p50), bands.map((b) => b.p5)];

  const budget = report.budget === null ? [] : [report.course.at.map(() => report.budget)];
  const budgetLine = budget.map(() => line(labels.budget, 'alert', { width: 1.5, dash: [8, 5] }));
  chart('spend', labels.spendUnit, [...three(labels.spend, 'spend'), ...budgetLine], [...split(report.course.spend), ...budget], bandOf('spend'), report.budget);
  report.prizes.forEach((prize, index) => {
    const stock = report.course.stock.find(({ id }) => id === prize.id);
    if (stock) chart('stock-' + index, labels.pieces, three(labels.left, 'stock'), split(stock.left), bandOf('stock'));
    const rate = report.course.wins_an_hour.find(({ id }) => id === prize.id).rate;
    chart('rate-' + index, labels.rate, [line(labels.mean, 'rate', { fill: () => color('rate-band'), paths: uPlot.paths.stepped({ align: -1 }) })], [rate]);
  });

  const resize = () => charts.forEach(({ plot, place, height }) => plot.setSize({ width: place.clientWidth, height }));
  const redraw = () => charts.forEach(({ plot }) => plot.redraw(false, true));
  addEventListener('resize', resize);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redraw);
  const paper = (on) => { document.documentElement.classList.toggle('paper', on); resize(); redraw(); };
  matchMedia('print').addEventListener('change', (event) => paper(event.matches));
  addEventListener('beforeprint', () => paper(true));
  addEventListener('afterprint', () => paper(false));
})();
`;
