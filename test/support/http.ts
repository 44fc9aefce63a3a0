import { request } from 'node:http';
import { request as requestTls } from 'node:https';
import { connect } from 'node:net';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every form
  readonly json: any;
}

/** One request; redirects are answers like others. */
export async function ask(url: string, init: RequestInit = {}): Promise<Answer> {
  const response = await fetch(url, { redirect: 'manual', ...init });
  const text = await response.text();
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    json = undefined;
  }
  return { status: response.status, headers: response.headers, text, json };
}

export function postJson(url: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return ask(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: text,
  });
}

export function postForm(url: string, fields: Record<string, string>): Promise<Answer> {
  return ask(url, { method: 'POST', body: new URLSearchParams(fields) });
}

export interface PlainAnswer {
  readonly status: number;
  readonly statusText: string;
  readonly setCookie: string;
  readonly location: string | undefined;
  /** Names and values in turn. */
  readonly rawHeaders: readonly string[];
}

/** A GET from a given loopback address, with the path and headers exactly as given; any certificate will do. */
export function getFrom(
  localAddress: string,
  url: string,
  headers: Record<string, string> = {},
): Promise<PlainAnswer> {
  const options = { localAddress, headers, rejectUnauthorized: false };
  return new Promise((resolve, reject) => {
    const sent = (url.startsWith('https:') ? requestTls : request)(url, options, (response) => {
      response.resume().on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          statusText: response.statusMessage ?? '',
          setCookie: (response.headers['set-cookie'] ?? []).join('\n'),
          location: response.headers.location,
          rawHeaders: response.rawHeaders,
        }),
      );
    });
    sent.on('error', reject).end();
  });
}

/** Sends bytes as they are, and returns all that comes back until the server closes. */
export function sendRaw(port: number, bytes: string | Uint8Array): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    socket.setEncoding('utf8').on('data', (text) => {
      answer += text;
    });
    socket.on('close', () => resolve(answer)).on('error', reject);
  });
}
