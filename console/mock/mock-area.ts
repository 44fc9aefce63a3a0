import type { IncomingMessage } from 'node:http';

export interface MockRequest {
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** Of a POST with JSON. */
  readonly body: Record<string, unknown>;
  readonly raw: Buffer;
  readonly request: IncomingMessage;
}

/** Any status; an answer with `text` is sent as it is. */
export interface MockAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly text?: string | Buffer;
  /** Holds the answer open, as server-sent events: returns what is sent next, each second. */
  readonly events?: () => string;
}

/** `GET /api/things/:id` → its answer. */
export type MockArea = Readonly<Record<string, (request: MockRequest) => MockAnswer | Promise<MockAnswer>>>;

/** An error as the API sends it. */
export const mockError = (status: number, code: string, detail?: Record<string, unknown>): MockAnswer => ({
  status,
  json: { error: { code, ...(detail && { detail }) } },
});
