import { createServer } from 'node:http';

/**
 * Serves on this machine alone.
 * @param {number} port
 * @param {Record<string, (request: import('node:http').IncomingMessage, url: URL) => Promise<Answer> | Answer>} routes
 *   by method and path, such as `GET /token`
 */
export async function serve(port, routes) {
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const route =
      routes[`${request.method} ${url.pathname}`] ?? (() => ({ status: 404, text: 'not found\n' }));
    try {
      const { status = 200, headers = {}, text = '' } = await route(request, url);
      response.writeHead(status, headers).end(text);
    } catch (error) {
      response.writeHead(400).end(`${error}\n`);
    }
  });
  await new Promise((resolve, reject) =>
    server.once('error', reject).listen(port, '127.0.0.1', () => resolve(undefined)),
  );
  const address = server.address();
  return {
    origin: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve(undefined));
        server.closeAllConnections();
      }),
  };
}

/** @typedef {{ status?: number, headers?: Record<string, string | string[]>, text?: string }} Answer */

/** @param {import('node:http').IncomingMessage} request @returns {Promise<string>} */
export async function bodyOf(request) {
  let body = '';
  for await (const chunk of request) body += chunk;
  return body;
}

/**
 * Sends the browser to the page with its token, as the company's login does. Cookies of a host are the same on all of
 * its ports; in production the login is on the same domain.
 * @param {string} token @param {string} page @param {string[]} [cookies] of the login itself @returns {Answer}
 */
export function loggedIn(token, page, cookies = []) {
  const cookie = `token=${token}; Path=/cms-market; HttpOnly; SameSite=Lax`;
  return { status: 303, headers: { 'Set-Cookie': [cookie, ...cookies], Location: page } };
}

/** The address to go back to, which must be the page's: no login sends a token anywhere else. @param {URL} url @param {string} page */
export function returnTo(url, page) {
  const wanted = new URL(url.searchParams.get('return') ?? page, page);
  return wanted.origin === new URL(page).origin ? wanted.href : page;
}
