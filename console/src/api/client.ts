import { ApiError } from './api-error.ts';
import { away, csrfHeaders, reportSignedOut } from './signals.ts';

export type Query = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** Returns the path with the parts of `query` that are set. */
export function withQuery(path: string, query: Query = {}): string {
  const set = Object.entries(query).filter(
    ([, value]) => value !== undefined && value !== null && value !== '',
  );
  const text = new URLSearchParams(set.map(([name, value]) => [name, String(value)])).toString();
  return text ? `${path}?${text}` : path;
}

/** Asks the API. @throws ApiError */
export function get<T>(path: string, query?: Query, signal?: AbortSignal): Promise<T> {
  return send<T>(withQuery(path, query), { signal: signal ?? null });
}

/** Has the API do something. @throws ApiError */
export function post<T>(path: string, body: unknown = {}, signal?: AbortSignal): Promise<T> {
  return send<T>(path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...csrfHeaders() },
    body: JSON.stringify(body),
    signal: signal ?? null,
  });
}

/** Sends a file as the whole body. @throws ApiError */
export function upload<T>(path: string, query: Query, file: Blob, signal?: AbortSignal): Promise<T> {
  return send<T>(withQuery(path, query), {
    method: 'POST',
    headers: { 'Content-Type': file.type || 'application/octet-stream', ...csrfHeaders() },
    body: file,
    signal: signal ?? null,
  });
}

/** The same where the answer comes as lines of JSON: each is given to `onLine` when it is there. @throws ApiError */
export async function uploadForLines<T>(
  path: string,
  query: Query,
  file: Blob,
  onLine: (line: T) => void,
): Promise<void> {
  const { body } = await goodAnswer(withQuery(path, query), {
    method: 'POST',
    headers: { 'Content-Type': 'application/octet-stream', ...csrfHeaders() },
    body: file,
  });
  const decoder = new TextDecoder();
  let rest = '';
  const reader = body?.getReader();
  try {
    for (;;) {
      const part = await reader?.read();
      if (!part || part.done) return;
      const lines = (rest + decoder.decode(part.value, { stream: true })).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) onLine(JSON.parse(line) as T);
    }
  } catch {
    away.value = true;
    throw new ApiError(0, 'unreachable');
  }
}

/** Fetches a file whole, so that a refusal is an error and no file. @throws ApiError */
export async function getFile(path: string, query?: Query): Promise<Blob> {
  const response = await goodAnswer(withQuery(path, query), {});
  return response.blob();
}

async function send<T>(url: string, init: RequestInit): Promise<T> {
  const response = await goodAnswer(url, init);
  return (await response.json()) as T;
}

async function goodAnswer(url: string, init: RequestInit): Promise<Response> {
  const response = await answerTo(url, init);
  away.value = response.status === 502 || response.status === 503;
  if (response.ok) return response;
  const error = await errorOf(response);
  if (error.status === 401 && error.code === 'not_signed_in') reportSignedOut();
  throw error;
}

async function answerTo(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, { credentials: 'same-origin', ...init });
  } catch (cause) {
    if (init.signal?.aborted) throw cause;
    away.value = true;
    throw new ApiError(0, 'unreachable');
  }
}

async function errorOf(response: Response): Promise<ApiError> {
  const retryAfter = Number(response.headers.get('Retry-After')) || undefined;
  try {
    const { error } = (await response.json()) as {
      error: { code: string; field?: string; detail?: unknown };
    };
    return new ApiError(response.status, error.code, {
      field: error.field,
      detail: error.detail,
      retryAfter,
    });
  } catch {
    return new ApiError(response.status, response.status === 503 ? 'store_away' : 'broken_answer', {
      retryAfter,
    });
  }
}
