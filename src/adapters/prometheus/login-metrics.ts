import type { Registry } from 'prom-client';
import {
  WECHAT_LOGIN_RESULTS,
  type WechatLoginResult,
  type WechatLoginTelemetry,
} from '../../domain/visitors/login-telemetry.ts';
import { CellCounter, type CounterCell } from './cells.ts';

/** Metrics of logins by WeChat. */
export class LoginMetrics implements WechatLoginTelemetry {
  readonly #logins: ReadonlyMap<WechatLoginResult, CounterCell>;

  constructor(registry: Registry) {
    const logins = new CellCounter(
      registry,
      'cms_market_wechat_logins_total',
      'Logins by WeChat: started, and what became of those that came back.',
    );
    this.#logins = new Map(WECHAT_LOGIN_RESULTS.map((result) => [result, logins.cell({ result })]));
  }

  wechatLogin(result: WechatLoginResult): void {
    const cell = this.#logins.get(result);
    if (cell) cell.value += 1;
  }
}
