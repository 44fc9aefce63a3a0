import { expect } from 'chai';
import { readSession, sessionText } from '../../../../src/adapters/redis/sessions/session-text.ts';
import { sessionOf } from '../../../support/sample-session.ts';

/* As a passport might have it, in the shape of our facts. */
const foreign = { ends_seen: 9_000_000, expires_at: null, sid: 'another' };
const user = (profile: Record<string, unknown>) => ({ uid: 'ann', zoneId: '1000', profile });

describe('the text of a session', () => {
  it('returns the session that was written, with its facts or without', () => {
    const sessions = [
      sessionOf(user({ nick: '安' })),
      sessionOf(user({}), { expiresAt: 1_900_000_000_000, sid: 's1', endsSeen: 7 }),
      sessionOf(user({}), { endsSeen: -1 }),
    ];
    for (const session of sessions) expect(readSession(sessionText(session))).to.deep.equal(session);
  });

  it('does not take a field of the passport for a fact', () => {
    const facts = { expiresAt: 1_900_000_000_000, sid: 's1', endsSeen: 7 };
    for (const cms_session of [foreign, 'x', null, 5]) {
      const ann = user({ nick: '安', cms_session });
      const kept = user({ nick: '安' });
      expect(readSession(sessionText(sessionOf(ann)))).to.deep.equal(sessionOf(kept));
      expect(readSession(sessionText(sessionOf(ann, facts)))).to.deep.equal(sessionOf(kept, facts));
    }
  });

  it('without facts is a session of an earlier version', () => {
    expect(readSession('{"uid":"ann","zone_id":"1000","nick":"安"}')).to.deep.equal(
      sessionOf(user({ nick: '安' })),
    );
  });

  it('with a field of that name that is not ours counts as missing, so that the passport is called', () => {
    for (const cms_session of ['x', null, 5, [], {}, { sid: 's1' }, { ...foreign, ends_seen: '9' }]) {
      const text = JSON.stringify({ uid: 'ann', zone_id: '1000', cms_session });
      expect(readSession(text), text).to.equal(undefined);
    }
  });
});
