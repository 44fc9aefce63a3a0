declare module 'parse-prometheus-text-format' {
  /** The families of a scrape, as `prom2json` has them. */
  export default function parsePrometheusTextFormat(
    text: string,
  ): { readonly name: string; readonly help: string; readonly type: string; readonly metrics: unknown[] }[];
}
