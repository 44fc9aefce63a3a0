/* How numbers are written in the report. */

/** Three digits that count, and whole from 100 on: 12,300, 45.6, 0.12. */
export function number(value: number): string {
  if (!Number.isFinite(value)) return '∞';
  if (Math.abs(value) >= 100) return Math.round(Number(value.toPrecision(3))).toLocaleString('en-US');
  return `${Number(value.toPrecision(3))}`;
}

/** As it was given. */
export const exact = (value: number) => value.toLocaleString('en-US', { maximumFractionDigits: 10 });

export const percent = (share: number) => (Number.isFinite(share) ? `${number(share * 100)} %` : '∞');

const UNITS = ['bytes', 'KB', 'MB', 'GB', 'TB', 'PB'];

/** In steps of 1,000. */
export function size(bytes: number): string {
  const step = bytes < 1 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(bytes) / 3));
  return `${number(bytes / 1000 ** step)} ${UNITS[step]}`;
}

export function duration(seconds: number): string {
  if (seconds < 120) return `${number(seconds)} s`;
  return seconds < 7200 ? `${number(seconds / 60)} minutes` : `${number(seconds / 3600)} hours`;
}
