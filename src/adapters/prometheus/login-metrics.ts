import type { Registry } from 'prom-client';
import {
  WECHAT_LOGIN_RESULTS,
  type WechatLoginResult,
  type WechatLoginTelemetry,
} from '../../domain/visitors/login-telemetry.ts';
import {
  LOGOUT_RESULTS,
  type LogoutResult,
  type LogoutTelemetry,
} from '../../domain/visitors/logout-telemetry.ts';
import { CellCounter, type CounterCell } from './cells.ts';

/** Metrics of logins by WeChat, and of logouts at the identity provider. */
export class LoginMetrics implements WechatLoginTelemetry, LogoutTelemetry {
  readonly #logins: ReadonlyMap<WechatLoginResult, CounterCell>;
  readonly #logouts: ReadonlyMap<LogoutResult, CounterCell>;

  constructor(registry: Registry) {
    const logins = new CellCounter(
      registry,
      'cms_market_wechat_logins_total',
      'Logins by WeChat: started, and what became of those that came back.',
    );
    this.#logins = new Map(WECHAT_LOGIN_RESULTS.map((result) => [result, logins.cell({ result })]));
    const logouts = new CellCounter(
      registry,
      'cms_market_provider_logouts_total',
      'Logout tokens of the identity provider: ended, why they were refused, or fault.',
    );
    this.#logouts = new Map(LOGOUT_RESULTS.map((result) => [result, logouts.cell({ result })]));
  }

  wechatLogin(result: WechatLoginResult): void {
    const cell = this.#logins.get(result);
    if (cell) cell.value += 1;
  }

  providerLogout(result: LogoutResult): void {
    const cell = this.#logouts.get(result);
    if (cell) cell.value += 1;
  }
}
