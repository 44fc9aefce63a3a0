import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startWechatStub } from '../wechat-stub.mjs';
import { startPassport } from './passport.mjs';
import { AUDIENCE, INTROSPECTION, SHOP } from './registration.mjs';

/**
 * @typedef {object} Start
 * @property {{ service: number, shop: number, provider: number }} ports
 * @property {string} page @property {string} folder for files that settings name
 */

/**
 * @typedef {object} Login
 * @property {string | null} url where visitors log in; `null`: at the service itself
 * @property {Record<string, string>} settings of the service
 * @property {string[]} inBrowser
 * @property {(at: { page: string, activity: string }) => string[]} inShell
 * @property {() => Promise<unknown>} close
 */

/** @typedef {{ issuer: string, jwksUrl: string, introspectionUrl: string }} Provider */

/** @type {Record<string, (start: Start) => Promise<Login>>} */
export const IDENTITIES = {
  check_token: async ({ ports, page }) => {
    const passport = await startPassport({ port: ports.shop, page });
    const settings = { IDENTITY: 'check_token', PASSPORT_URL: passport.checkTokenUrl };
    return { ...loginAt(passport.origin), settings, inBrowser: [], close: passport.close };
  },
  introspection: (start) => withProvider(start, undefined, introspectionSettings),
  jwt: (start) => withProvider(start, AUDIENCE, async ({ issuer, jwksUrl }) => jwtSettings(issuer, jwksUrl)),
  wechat: async ({ ports, page, folder }) => {
    const wechat = await startWechatStub({ port: ports.shop });
    const secretFile = join(folder, 'wechat-secret');
    await writeFile(secretFile, wechat.secret, { mode: 0o600 });
    const settings = {
      IDENTITY: 'wechat',
      WECHAT_APP_ID: wechat.appId,
      WECHAT_SECRET_FILE: secretFile,
      WECHAT_API_URL: wechat.origin,
      WECHAT_OPEN_URL: wechat.origin,
    };
    const note =
      'with MicroMessenger/8.0 in its user agent (device mode): only WeChat’s browser is sent to WeChat';
    return {
      url: null,
      settings,
      inBrowser: [note],
      inShell: (at) => wechatInShell(wechat.origin, at, join(folder, 'cookies'), page),
      close: wechat.close,
    };
  },
};

/** @param {string} stub @param {{ activity: string }} at @param {string} jar @param {string} page */
function wechatInShell(stub, { activity }, jar, page) {
  const curl = `curl -s -L -b ${jar} -c ${jar} -A MicroMessenger/8.0`;
  return [
    `CHOICE=$(${curl} '${page}wechat/login?return=/cms-market/' | grep -o '/choose?user=zhang[^"]*')`,
    `${curl} -o /dev/null "${stub}$CHOICE"`,
    `${curl} '${page}shake/prizes?activity_id=${activity}' | cut -c1-200`,
    `curl -s '${page}shake/prizes?activity_id=${activity}&token=invented' | cut -c1-200`,
  ];
}

/** @param {Provider} provider @param {Start} start */
async function introspectionSettings({ issuer, jwksUrl, introspectionUrl }, { folder }) {
  const secretFile = join(folder, 'introspection-secret');
  await writeFile(secretFile, INTROSPECTION.secret, { mode: 0o600 });
  return {
    IDENTITY: 'introspection',
    INTROSPECTION_URL: introspectionUrl,
    INTROSPECTION_CLIENT_ID: INTROSPECTION.id,
    INTROSPECTION_CLIENT_SECRET_FILE: secretFile,
    LOGOUT_AUDIENCE: SHOP,
    LOGOUT_ISSUER: issuer,
    LOGOUT_JWKS_URL: jwksUrl,
  };
}

/** @param {string} issuer @param {string} jwksUrl */
function jwtSettings(issuer, jwksUrl) {
  return {
    IDENTITY: 'jwt',
    JWT_ISSUER: issuer,
    JWT_JWKS_URL: jwksUrl,
    JWT_AUDIENCE: AUDIENCE,
    LOGOUT_AUDIENCE: SHOP,
  };
}

/**
 * @param {Start} start
 * @param {string | undefined} resource
 * @param {(provider: Provider, start: Start) => Promise<Record<string, string>>} settingsFor
 * @returns {Promise<Login>}
 */
async function withProvider(start, resource, settingsFor) {
  // Only here: on Node 20 the provider prints a warning when it is loaded.
  const [{ startProvider }, { startShop }] = await Promise.all([
    import('./provider.mjs'),
    import('./shop.mjs'),
  ]);
  const { ports, page } = start;
  const provider = await startProvider({
    port: ports.provider,
    callback: `http://127.0.0.1:${ports.shop}/callback`,
    afterLogout: page,
    logoutUri: `${page}logout/backchannel`,
  });
  const shop = await startShop({ issuer: provider.issuer, port: ports.shop, page, resource });
  return {
    ...loginAt(shop.origin),
    settings: await settingsFor(provider, start),
    inBrowser: [`${shop.origin}/logout`],
    close: () => Promise.all([shop.close(), provider.close()]),
  };
}

/** @param {string} origin */
function loginAt(origin) {
  return {
    url: `${origin}/login`,
    inShell: (/** @type {{ page: string, activity: string }} */ { page, activity }) => [
      `TOKEN=$(curl -s '${origin}/token?user=u1')`,
      `curl -s "${page}shake/prizes?activity_id=${activity}&token=$TOKEN" | cut -c1-200`,
      `curl -s "${page}shake/prizes?activity_id=${activity}&token=invented" | cut -c1-200`,
      `curl -s -X POST '${origin}/logout?user=u1'`,
    ],
  };
}
