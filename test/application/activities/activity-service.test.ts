import { createHash } from 'node:crypto';
import { expect } from 'chai';
import sinon from 'sinon';
import { encodeActivityData } from '../../../src/adapters/koa/public/encode/encode-activity-data.ts';
import { DemoTokenVerifier } from '../../../src/adapters/memory/demo-token-verifier.ts';
import { MemoryConfigRepository } from '../../../src/adapters/memory/memory-config-repository.ts';
import { MemoryDrawLedger } from '../../../src/adapters/memory/memory-draw-ledger.ts';
import { MemorySessionCache } from '../../../src/adapters/memory/memory-session-cache.ts';
import { ActivityService, type Reply } from '../../../src/application/activities/activity-service.ts';
import { ActivityGate, type Visit } from '../../../src/application/admission/activity-gate.ts';
import { Accounts } from '../../../src/application/draws/accounts.ts';
import { InviteCodes } from '../../../src/application/draws/invite-codes.ts';
import { Seeds } from '../../../src/application/draws/seeds.ts';
import type { ActivityData } from '../../../src/application/kinds/activity-data.ts';
import { kindReadings } from '../../../src/application/kinds/kinds.ts';
import type { MaybePromise } from '../../../src/application/shared/maybe-promise.ts';
import { DependencyError } from '../../../src/domain/shared/dependency-error.ts';
import { demoSessions } from '../../support/demo-sessions.ts';
import { nothingAsked } from '../../support/nothing-asked.ts';
import { servedJson } from '../../support/served-json.ts';
import { serversOf } from '../../support/servers-of.ts';

const now = Date.parse('2026-11-11T10:00:00+08:00');
const past = { ends_at: '2026-11-11T10:00:00+08:00' };
const future = { starts_at: '2026-11-11T10:00:01+08:00' };

const open = {
  dispatch: 'sku',
  skus: [
    { sku_id: '1', name: '苹果' },
    { sku_id: '2', name: '梨', zones: ['1000'] },
  ],
};
const zoned = { ...open, is_check_zone: true, zones: ['1000', '1001'] };
const shake = {
  dispatch: 'shake',
  is_login_user: true,
  user_draw_info: 'planted',
  rules: { chances: { per_day: 3 }, budget: '777.77' },
};

const commitment = createHash('sha256').update(Buffer.alloc(32, 0xab)).digest('hex');

describe('the activity service', () => {
  const verifier = new DemoTokenVerifier();
  const sessionCache = new MemorySessionCache();
  const ledger = new MemoryDrawLedger();
  const clock = { now: () => now };
  const configs = new MemoryConfigRepository(
    {
      open,
      zoned,
      shake,
      demo: { dispatch: 'shake' },
      'open-ended': { ...open, ...past },
      'zoned-ended': { ...zoned, ...past },
      'zoned-early': { ...zoned, ...future },
    },
    kindReadings,
  );
  const sessions = demoSessions({ sessionCache, tokenVerifier: verifier });
  const seeds = new Seeds(ledger, { hex: (bytes) => 'ab'.repeat(bytes) });
  const inviteCodes = new InviteCodes(ledger, { hex: (bytes) => 'ab'.repeat(bytes) }, seeds);
  const service = new ActivityService({
    gate: new ActivityGate({ releases: configs, sessions, clock }),
    clock,
    servers: serversOf({ accounts: new Accounts(ledger), seeds, inviteCodes, shownDeliveries: nothingAsked }),
  });

  afterEach(() => sinon.restore());

  function visit(activityId: string, rest: Partial<Visit> = {}): MaybePromise<Reply<ActivityData>> {
    return service.visit({ activityId, token: undefined, cookieToken: undefined, ...rest });
  }

  async function endingOf(activityId: string, rest: Partial<Visit> = {}): Promise<string> {
    return (await visit(activityId, rest)).result.kind;
  }

  // biome-ignore lint/suspicious/noExplicitAny: an answer's data is whatever the file says
  async function dataOf(activityId: string, rest: Partial<Visit> = {}): Promise<any> {
    const { result } = await visit(activityId, rest);
    if (result.kind !== 'served') throw new Error(`not served: ${result.kind}`);
    return servedJson(encodeActivityData(result.data));
  }

  it('has none for an unknown id, or one of another kind', async () => {
    expect(await endingOf('nope')).to.equal('no_such_activity');
    expect(await endingOf('open', { dispatch: 'shake' })).to.equal('no_such_activity');
    expect(await endingOf('open', { dispatch: 'sku' })).to.equal('served');
  });

  it('serves an open activity without looking at a token, the cache or the passport', async () => {
    const verify = sinon.spy(verifier, 'verify');
    const get = sinon.spy(sessionCache, 'get');
    const reply = await visit('open', { token: 'whatever', cookieToken: 'whatever' });
    expect(reply.result.kind).to.equal('served');
    expect(reply.tokenState).to.deep.equal({ kind: 'not_looked_at' });
    sinon.assert.notCalled(verify);
    sinon.assert.notCalled(get);
  });

  it('wants a token where a login is needed', async () => {
    const reply = await visit('zoned');
    expect(reply.result.kind).to.equal('not_logged_in');
    expect(reply.tokenState).to.deep.equal({ kind: 'not_looked_at' });
  });

  it('takes the request’s own token before the cookie’s', async () => {
    expect(
      (await dataOf('shake', { token: 'demo-new', cookieToken: 'demo-old' })).user_draw_info.uid,
    ).to.equal('new');
    expect((await dataOf('shake', { cookieToken: 'demo-old' })).user_draw_info.uid).to.equal('old');
    expect(await endingOf('shake', { token: 'bad', cookieToken: 'demo-old' })).to.equal('token_refused');
  });

  it('says that a refused token was refused, also for an activity that is over', async () => {
    const reply = await visit('zoned-ended', { token: 'bad' });
    expect(reply.result.kind).to.equal('token_refused');
    expect(reply.tokenState).to.deep.equal({ kind: 'refused' });
  });

  it('looks at the zone before the window, and keeps the verified token in either case', async () => {
    const elsewhere = await visit('zoned-ended', { token: 'demo-a@9999' });
    expect(elsewhere.result.kind).to.equal('zone_not_allowed');
    expect(elsewhere.tokenState).to.deep.equal({ kind: 'verified', token: 'demo-a@9999' });
    expect(await endingOf('zoned', { token: 'demo-a' })).to.equal('zone_not_allowed');
    expect(await endingOf('zoned-ended', { token: 'demo-a@1000' })).to.equal('ended');
    expect(await endingOf('zoned-early', { token: 'demo-a@1000' })).to.equal('not_started');
    expect(await endingOf('open-ended')).to.equal('ended');
  });

  it('shows with a refusal what anyone may know of the activity', async () => {
    const { result } = await visit('zoned-early');
    expect(result).to.deep.include({ kind: 'not_logged_in' });
    expect('summary' in result && result.summary).to.deep.include({
      activityId: 'zoned-early',
      phase: 'not_started',
    });
  });

  it('joins a shake with what the user has drawn', async () => {
    expect(await dataOf('shake', { token: 'demo-ann' })).to.deep.equal({
      activity_id: 'shake',
      dispatch: 'shake',
      is_login_user: true,
      prize_facts: {},
      fairness: { commitment },
      user_draw_info: {
        uid: 'ann',
        chances_left: 3,
        earned_left: 0,
        drawn_today: 0,
        drawn_total: 0,
        ways: [],
        prizes_total: 0,
        prizes: [],
      },
    });
  });

  it('has no draw info for a shake without a login', async () => {
    expect(await dataOf('demo')).to.deep.equal({
      activity_id: 'demo',
      dispatch: 'shake',
      prize_facts: {},
      fairness: { commitment },
      user_draw_info: null,
    });
  });

  it('shows a shake without a login although the ledger is away', async () => {
    sinon.stub(ledger, 'seed').rejects(new DependencyError('draw ledger', 'away'));
    const unseen = new Seeds(ledger, { hex: () => '' });
    const parts = {
      gate: new ActivityGate({ releases: configs, sessions, clock }),
      clock,
      servers: serversOf({
        accounts: new Accounts(ledger),
        seeds: unseen,
        inviteCodes,
        shownDeliveries: nothingAsked,
      }),
    };
    const visit = { activityId: 'demo', token: undefined, cookieToken: undefined };
    const { result } = await new ActivityService(parts).visit(visit);
    expect(result.kind).to.equal('served');
  });

  it('fails rather than show zeros when the ledger is away', async () => {
    sinon.stub(ledger, 'read').rejects(new Error('away'));
    expect(
      await Promise.resolve(visit('shake', { token: 'demo-a' })).catch((error: Error) => error.message),
    ).to.equal('away');
  });

  it('shows the goods of a zone to its users alone', async () => {
    const ids = async (activityId: string, token?: string) =>
      (await dataOf(activityId, { token })).skus.map(({ sku_id }: { sku_id: string }) => sku_id);
    expect(await ids('zoned', 'demo-a@1000')).to.deep.equal(['1', '2']);
    expect(await ids('zoned', 'demo-a@1001')).to.deep.equal(['1']);
    expect(await ids('open')).to.deep.equal(['1']);
  });
});
