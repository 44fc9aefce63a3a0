import { expect } from 'chai';
import { readActivity } from '../../../src/domain/activities/activity.ts';
import { withLoginUrl } from '../../../src/domain/activities/with-login-url.ts';

const OURS = '/cms-market/wechat/login?return={return}';

function activityOf(more: object) {
  const kinds = new Map([
    ['plain', { details: { safeParse: () => ({ success: true, data: {} }) } as never, prizeFacts: null }],
  ]);
  const reading = readActivity('a', { dispatch: 'plain', title: 'A', is_login_user: true, ...more }, kinds);
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  return reading.activity;
}

describe('withLoginUrl', () => {
  it('fills in the login that an activity lacks, where its page is read and where it is sent', () => {
    const given = activityOf({ page: { subtitle: 's' } });
    const { page, publicData, ...rest } = withLoginUrl(given, OURS);
    const { page: before, publicData: sent, ...others } = given;
    expect(page).to.deep.equal({ subtitle: 's', login_url: OURS });
    expect(publicData).to.deep.equal({ ...sent, page });
    expect(rest).to.deep.equal(others);
    expect(before).to.deep.equal({ subtitle: 's' });
    expect(withLoginUrl(activityOf({}), OURS).publicData.page).to.deep.equal({ login_url: OURS });
  });

  it('changes none that names its own, or needs no login', () => {
    for (const more of [{ page: { login_url: 'https://l.example/' } }, { is_login_user: false }]) {
      const activity = activityOf(more);
      expect(withLoginUrl(activity, OURS)).to.equal(activity);
    }
  });
});
