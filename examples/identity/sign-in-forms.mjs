import { USERS } from './users.mjs';

/** The provider's page that asks who somebody is, in front of the provider's own routes. */
export function signInForms(provider, others) {
  return (request, response) => {
    if (!request.url.startsWith('/interaction/')) return others(request, response);
    answer(provider, request, response).catch(() => {
      if (!response.headersSent) response.writeHead(400);
      response.end('this sign-in is over: begin again');
    });
  };
}

async function answer(provider, request, response) {
  // The interaction belongs to the browser that began it: the provider compares its cookie.
  await provider.interactionDetails(request, response);
  if (request.method !== 'POST') {
    const buttons = [...USERS].map(
      ([uid, { name }]) => `<button name="user" value="${uid}">${name} (${uid})</button>`,
    );
    response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' });
    response.end(
      `<!doctype html><title>Sign in</title><h1>Who are you?</h1><form method="post">${buttons.join(' ')}</form>`,
    );
    return;
  }
  let body = '';
  for await (const chunk of request) body += chunk;
  const accountId = new URLSearchParams(body).get('user') ?? '';
  if (!USERS.has(accountId)) throw new Error('no such user');
  await provider.interactionFinished(request, response, { login: { accountId } });
}
