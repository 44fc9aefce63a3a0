import type { PageSigner } from '../../../application/admission/page-signer.ts';
import type { Clock } from '../../../domain/shared/clock.ts';
import { sendData, sendRefusal } from '../http/envelope.ts';
import { requestOrigin } from '../http/request-origin.ts';
import type { Handler, Route } from '../http/route.ts';
import type { TokenCookieOptions } from '../http/token-cookie.ts';
import { validatorFor } from '../http/validate.ts';
import { signatureParameters } from './parameters.ts';
import { signableUrl } from './signable-url.ts';

export interface WechatHandlersDependencies {
  /** `null` where no official account is configured. */
  readonly pageSigner: Pick<PageSigner, 'sign'> | null;
  readonly cookie: TokenCookieOptions;
  readonly clock: Clock;
}

/** The route of what a page needs inside WeChat. */
export function wechatRoute(base: string, deps: WechatHandlersDependencies): Route {
  return {
    methods: ['GET'],
    path: `${base}/wechat/signature`,
    handle: signatureHandler(deps),
    operation: {
      id: 'WechatSignature',
      tag: 'wechat',
      summary: "The signature of the page's address for WeChat's JS-SDK; 4004 where no account is configured",
      input: { name: 'WechatSignature', schema: signatureParameters },
      output: ['Served.wechat_signature'],
      refusals: ['bad_parameter', 'not_found'],
    },
  };
}

const validate = validatorFor(signatureParameters);

function signatureHandler({ pageSigner, cookie, clock }: WechatHandlersDependencies): Handler {
  return async (ctx) => {
    if (!pageSigner) return sendRefusal(ctx, 'not_found', clock.now());
    const validated = validate(ctx);
    // A signature lets its page act in the account's name, so it is for pages of ours alone.
    const url = validated.ok
      ? signableUrl(validated.parameters.url, requestOrigin(ctx, cookie), cookie.path)
      : null;
    if (url === null) return sendRefusal(ctx, 'bad_parameter', clock.now(), { field: 'url' });
    const { appId, timestamp, nonce, signature } = await pageSigner.sign(url);
    sendData(ctx, { own: JSON.stringify({ app_id: appId, timestamp, nonce, signature }) }, clock.now());
  };
}
