/** The look of the report: light and dark by the reader's system, light on paper. */
export const pageStyle = `
:root, :root.paper {
  color-scheme: light;
  --back: #f6f6f3; --card: #ffffff; --text: #1d2126; --muted: #5f6872; --line: #dfe1dd; --grid: #ececE8;
  --spend: #7a3fb3; --spend-band: #7a3fb329; --stock: #0b6e99; --stock-band: #0b6e9929;
  --rate: #1f7a4d; --rate-band: #1f7a4d1f; --alert: #b3261e; --warn-back: #fdf3dc; --warn-text: #6b4700;
}
@media screen and (prefers-color-scheme: dark) {
  :root:not(.paper) {
    color-scheme: dark;
    --back: #14171a; --card: #1d2125; --text: #e8eaec; --muted: #a2abb3; --line: #333a40; --grid: #2a3036;
    --spend: #c39bf0; --spend-band: #c39bf030; --stock: #62c1ea; --stock-band: #62c1ea30;
    --rate: #6fd3a0; --rate-band: #6fd3a026; --alert: #ff8a80; --warn-back: #3a2f14; --warn-text: #f5d78e;
  }
}
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 32px 24px 64px; max-width: 1200px; background: var(--back); color: var(--text);
  font: 15px/1.5 system-ui, "PingFang SC", "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; }
html { background: var(--back); }
h1 { margin: 0; font-size: 28px; line-height: 1.25; letter-spacing: -.01em; }
h2 { margin: 40px 0 12px; font-size: 19px; }
h3 { margin: 0; font-size: 16px; }
.lead { margin: 6px 0 24px; color: var(--muted); }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(160px, 1fr)); gap: 12px; margin: 0; }
.figures div, .card { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 14px 16px; }
.figures dt { color: var(--muted); font-size: 13px; }
.figures dd { margin: 2px 0 0; font-size: 23px; font-weight: 600; font-variant-numeric: tabular-nums; }
.figures small { display: block; color: var(--muted); font-size: 12.5px; font-weight: 400; }
.over { color: var(--alert); }
.warnings { margin: 20px 0 0; padding: 12px 16px 12px 36px; border-radius: 10px; background: var(--warn-back); color: var(--warn-text); }
.warnings li { overflow-wrap: anywhere; }
.table { overflow-x: auto; padding: 4px 0; }
table { width: 100%; border-collapse: collapse; font-size: 13px; font-variant-numeric: tabular-nums; }
caption { padding: 8px 16px; text-align: left; color: var(--muted); font-size: 13px; }
th, td { padding: 7px 8px; text-align: right; white-space: nowrap; border-top: 1px solid var(--line); }
thead th { border-top: 0; color: var(--muted); font-weight: 500; font-size: 13px; vertical-align: bottom; }
th:first-child, td:first-child { padding-left: 16px; text-align: left; }
td small { display: block; color: var(--muted); font-size: 12px; }
tbody td:first-child { max-width: 220px; overflow: hidden; text-overflow: ellipsis; }
.prize { margin-top: 14px; break-inside: avoid; }
.prize header { display: flex; gap: 12px; align-items: baseline; flex-wrap: wrap; }
.prize header span { color: var(--muted); font-size: 13px; }
.pair { display: grid; grid-template-columns: 1fr 1fr; gap: 16px; margin-top: 8px; }
.pair p { margin: 0 0 2px; font-size: 13px; color: var(--muted); }
.pair > div { min-width: 0; }
.notes { color: var(--muted); font-size: 13.5px; }
.uplot { font-family: inherit; }
.u-legend { font-size: 12.5px; text-align: left; color: var(--text); }
.u-legend table, .u-legend th, .u-legend td { font-size: 12.5px; border: 0; padding: 2px 4px; text-align: left; }
.u-legend th { font-weight: 400; }
@media screen and (max-width: 760px) { .figures { grid-template-columns: repeat(2, minmax(0, 1fr)); } .figures dd { font-size: 19px; } .pair { grid-template-columns: 1fr; } body { padding: 20px 14px 40px; } }
@media print {
  @page { margin: 14mm; }
  body { padding: 0; max-width: none; font-size: 12px; }
  html, body { background: #fff; }
  .figures div, .card { break-inside: avoid; }
  .table { overflow: visible; }
  th, td, thead th { padding: 4px 5px; font-size: 10px; }
  td small { font-size: 9px; }
  h2 { break-after: avoid; }
  .u-legend .u-value { display: none; }
}
`;
