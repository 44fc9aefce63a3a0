import { isIP } from 'node:net';
import { DependencyError } from '../../domain/shared/dependency-error.ts';

/* What an operator can mend, by WeChat's table of return codes. */
const REASONS: Readonly<Record<number, string>> = {
  40001: 'the secret or the token is not valid',
  40013: 'no account has this WECHAT_APP_ID',
  40125: 'the secret in WECHAT_SECRET_FILE is not that of the account',
  40164: "the address of this server is not in the account's IP whitelist",
  40243: 'the secret of the account is frozen',
  45009: 'the calls of the day are used up',
  45011: 'too many calls in a minute',
  48001: 'the account may not use this call',
};

/** WeChat has answered with an `errcode`. */
export class WechatRefusal extends DependencyError {
  readonly errcode: number;

  /** @param errmsg only an address is taken from it: it is not ours, and may hold anything */
  constructor(call: string, errcode: number, errmsg: string) {
    const reason = REASONS[errcode] === undefined ? '' : `, ${REASONS[errcode]}`;
    super('wechat', `${call} answered with errcode ${errcode}${reason}${refusedAddress(errcode, errmsg)}`);
    this.errcode = errcode;
  }
}

/* Behind a gateway, nothing on this machine knows the address that WeChat sees. */
function refusedAddress(errcode: number, errmsg: string): string {
  const [, address = ''] = /invalid ip ([0-9A-Fa-f:.]{2,45})/.exec(errmsg) ?? [];
  return errcode === 40164 && isIP(address) !== 0 ? `: ${address}` : '';
}
