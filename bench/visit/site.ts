/** The activity that is visited: a copy of a sample. */
export const ACTIVITY = '1055';
export const BASE = '/cms-market';
/** Of the zones of the activity. */
export const ZONE = '1000';

/** A file of the page or of the activity, and its version, which a browser sends to ask for a newer one. */
export interface SiteFile {
  readonly path: string;
  readonly etag: string;
}

/** What a browser learns from the page and from `static`: the files to load. */
export interface Site {
  readonly page: SiteFile;
  readonly assets: readonly SiteFile[];
  /** The banner, and the picture of a prize. */
  readonly media: readonly SiteFile[];
}

/** @param headers those that the users send */
export async function readSite(origin: string, headers: Readonly<Record<string, string>>): Promise<Site> {
  const get = (path: string) => answered(`${origin}${path}`, { headers });
  const file = async (path: string) => ({ path, etag: (await get(path)).headers.get('etag') ?? '' });
  const path = `${BASE}/?id=${ACTIVITY}`;
  const named = (await (await get(path)).text()).matchAll(/(?:src|href)="\.(\/assets\/[^"]+)"/g);
  const data = await firstStatic(origin, headers);
  const pictures = [data.page.banner, data.prizes[0]?.image ?? ''].map((each) =>
    each.replace(/^media\//, ''),
  );
  return {
    page: await file(path),
    assets: await Promise.all([...named].map(([, each]) => file(`${BASE}${each}`))),
    media: await Promise.all(pictures.map((each) => file(`${BASE}/media/${ACTIVITY}/${each}`))),
  };
}

interface StaticData {
  readonly page: { readonly banner: string };
  readonly prizes: readonly { readonly image: string }[];
}

async function firstStatic(origin: string, headers: Readonly<Record<string, string>>): Promise<StaticData> {
  const body = JSON.stringify({ activity_id: ACTIVITY, token: `demo-first@${ZONE}` });
  const answer = await answered(`${origin}${BASE}/static`, {
    method: 'POST',
    headers: { ...headers, 'Content-Type': 'application/json' },
    body,
  });
  const { ret, data } = (await answer.json()) as { ret: number; data: StaticData };
  if (ret !== 0) throw new Error(`static answered ${ret}`);
  return data;
}

async function answered(url: string, init: RequestInit): Promise<Response> {
  const response = await fetch(url, { ...init, redirect: 'manual' });
  if (response.status !== 200) throw new Error(`${url} answered ${response.status}`);
  return response;
}
