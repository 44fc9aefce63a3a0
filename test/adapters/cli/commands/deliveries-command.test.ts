import { expect } from 'chai';
import { deliveriesCommand } from '../../../../src/adapters/cli/commands/deliveries-command.ts';
import { deliveriesRetryCommand } from '../../../../src/adapters/cli/commands/deliveries-retry-command.ts';
import { deliveriesStartCommand } from '../../../../src/adapters/cli/commands/deliveries-start-command.ts';
import { deliveriesTestCommand } from '../../../../src/adapters/cli/commands/deliveries-test-command.ts';
import type {
  DeliveryCount,
  DeliveryDesk,
  ListedDelivery,
  RetryFilter,
} from '../../../../src/domain/deliveries/delivery-desk.ts';
import type { EndpointStates, StoppedEndpoint } from '../../../../src/domain/deliveries/endpoint-states.ts';
import type { WebhookAnswer } from '../../../../src/domain/deliveries/webhook-sender.ts';
import { runWith } from '../../../support/command-run.ts';

const CRM = { name: 'crm', url: 'https://crm.test/hook', secrets: ['whsec_x'] };

const COUNTS: DeliveryCount[] = [
  { activityId: '1055', method: 'webhook', endpoint: 'crm', state: 'failed', count: 3 },
  { activityId: '1055', method: 'webhook', endpoint: 'old', state: 'preparing', count: 12 },
  { activityId: '1055', method: 'webhook', endpoint: 'older', state: 'delivered', count: 9 },
];

const DELIVERY: ListedDelivery = {
  activityId: '1055',
  drawId: 'draw-1',
  uid: 'u1\u001b[2J',
  prizeId: 'coupon-10',
  name: '10元优惠券',
  method: 'webhook',
  endpoint: 'crm',
  state: 'failed',
  wonAt: Date.UTC(2026, 10, 11),
  attempts: 8,
  dueAt: null,
  lastError: 'HTTP 500',
};

describe('the command deliveries', () => {
  const retries: RetryFilter[] = [];

  function parts(stopped: StoppedEndpoint[] = [], listed: ListedDelivery[] = [DELIVERY]) {
    const desk: DeliveryDesk = {
      counts: async () => COUNTS,
      list: async ({ limit }) => listed.slice(0, limit),
      retry: async (filter) => {
        retries.push(filter);
        return 3;
      },
    };
    const states = {
      stopped: async () => stopped,
      start: async (name: string) => stopped.some((each) => each.name === name),
    } as unknown as EndpointStates;
    return {
      clock: { now: () => 7 },
      deliveries: async () => ({ desk, states }),
      endpoints: new Map([['crm', CRM]]),
    };
  }

  it('counts all where no state is asked for, and tells what waits for somebody', async () => {
    const stopped = [{ name: 'crm', stoppedAt: 0, reason: 'HTTP 410' }];
    const { code, stdout, stderr } = await runWith(deliveriesCommand, parts(stopped), [], { limit: 10 });
    expect(code).to.equal(0);
    expect(stdout.split('\n').map((line) => line.split(/ {2,}/))).to.deep.equal([
      ['activity', 'method', 'endpoint', 'state', 'count'],
      ['1055', 'webhook', 'crm', 'failed', '3'],
      ['1055', 'webhook', 'old', 'preparing', '12'],
      ['1055', 'webhook', 'older', 'delivered', '9'],
      [''],
    ]);
    expect(stderr).to.include('endpoint crm was stopped at').and.include('"deliveries start crm"');
    expect(stderr).to.include('12 deliveries wait for endpoint "old"').and.not.include('older');
    const json = JSON.parse(
      (await runWith(deliveriesCommand, parts(stopped), ['1055'], { limit: 10, json: true })).stdout,
    );
    expect(json).to.deep.equal({
      counts: COUNTS,
      stoppedEndpoints: [{ name: 'crm', stoppedAt: '1970-01-01T00:00:00.000Z', reason: 'HTTP 410' }],
      unknownEndpoints: [{ name: 'old', waiting: 12 }],
    });
  });

  it('lists those in a state, without what would steer the terminal, and says if there are more', async () => {
    const options = { state: 'failed', limit: 1 } as const;
    const { code, stdout, stderr } = await runWith(
      deliveriesCommand,
      parts([], [DELIVERY, DELIVERY]),
      [],
      options,
      'zh',
    );
    expect(code).to.equal(0);
    expect(stdout)
      .to.include('中奖时间')
      .and.include('10元优惠券')
      .and.include('失败')
      .and.include('HTTP 500');
    expect(stdout).to.not.include('\u001b');
    expect(stdout.trimEnd().split('\n').length).to.equal(2);
    expect(stderr).to.include('最近 1 条');
    const json = JSON.parse(
      (await runWith(deliveriesCommand, parts(), [], { ...options, json: true })).stdout,
    );
    expect(json.deliveries).to.deep.equal([{ ...DELIVERY, wonAt: '2026-11-11T00:00:00.000Z' }]);
  });

  it('refuses what is no id of an activity', async () => {
    for (const command of [deliveriesCommand, deliveriesRetryCommand]) {
      const { code, stderr } = await runWith(command, parts(), ['../x'], { limit: 1 } as never);
      expect(code).to.equal(2);
      expect(stderr).to.include('no activity id');
    }
  });

  it('retries what the options name', async () => {
    const { code, stdout } = await runWith(deliveriesRetryCommand, parts(), ['1055'], {
      endpoint: 'crm',
      draw: ['a', 'b'],
    });
    expect([code, stdout]).to.deep.equal([0, '3 failed deliveries are due again\n']);
    expect(retries.at(-1)).to.deep.equal({ activityId: '1055', endpoint: 'crm', drawIds: ['a', 'b'] });
    await runWith(deliveriesRetryCommand, parts(), [], {});
    expect(retries.at(-1)).to.deep.equal({ activityId: null, endpoint: null, drawIds: null });
  });

  it('starts an endpoint that is stopped', async () => {
    const stopped = [{ name: 'crm', stoppedAt: 0, reason: 'HTTP 410' }];
    const first = await runWith(deliveriesStartCommand, parts(stopped), ['crm'], {});
    expect([first.code, first.stdout]).to.deep.equal([0, 'endpoint crm gets its deliveries again\n']);
    const second = await runWith(deliveriesStartCommand, parts(), ['crm'], {});
    expect([second.code, second.stdout]).to.deep.equal([
      0,
      'endpoint crm is not stopped; nothing was changed\n',
    ]);
  });

  it('says where there is no record store yet, and makes none', async () => {
    for (const command of [deliveriesCommand, deliveriesRetryCommand, deliveriesStartCommand]) {
      const none = { ...parts(), deliveries: async () => null };
      const { code, stdout, stderr } = await runWith(command, none, ['x'], { limit: 1 } as never);
      expect([code, stdout]).to.deep.equal([1, '']);
      expect(stderr).to.include('no record store yet');
    }
  });

  describe('test', () => {
    const test = (answer: WebhookAnswer, name = 'crm', json = false, endpoints = new Map([['crm', CRM]])) => {
      const testEndpoint = async () => ({
        id: 'test_1',
        answer,
        isDelivered: answer.kind === 'answered' && answer.status === 200,
        durationMs: 42,
      });
      return runWith(deliveriesTestCommand, { endpoints, testEndpoint }, [name], { json });
    };
    const http = (status: number) => ({ kind: 'answered', status, retryAfterMs: null }) as const;

    it('shows the answer and its time, and fails where it is no 2xx', async () => {
      expect(await test(http(200))).to.deep.equal({
        code: 0,
        stdout: 'endpoint crm: HTTP 200, in 42 ms\n',
        stderr: '',
      });
      expect((await test(http(401))).code).to.equal(1);
      const away = await test({ kind: 'unanswered', reason: 'connection refused' });
      expect([away.code, away.stdout]).to.deep.equal([1, 'endpoint crm: connection refused, in 42 ms\n']);
      expect(JSON.parse((await test(http(200), 'crm', true)).stdout)).to.deep.equal({
        endpoint: 'crm',
        webhookId: 'test_1',
        delivered: true,
        status: 200,
        reason: null,
        durationMs: 42,
      });
    });

    it('refuses a name that is not in the file, or where there is no file', async () => {
      const unknown = await test(http(200), 'erp');
      expect([unknown.code, unknown.stderr]).to.deep.equal([
        2,
        'cms-market: ENDPOINTS_FILE has no endpoint "erp"; it has: crm\n',
      ]);
      const noFile = await test(http(200), 'erp', false, new Map());
      expect([noFile.code, noFile.stderr.includes('ENDPOINTS_FILE is not set')]).to.deep.equal([2, true]);
    });
  });
});
