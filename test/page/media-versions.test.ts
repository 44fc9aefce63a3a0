import { expect } from 'chai';
import { learnVersions, ownMediaUrl } from '../../web/src/pictures/media-versions.ts';

const answered = (ret: number, content: { data?: unknown; detail?: unknown }) =>
  ({
    kind: 'answered',
    ...{ ret, msg: '', serverTime: null, receivedAt: 0, retryAfterMs: 0 },
    ...{ data: '', detail: undefined, ...content },
  }) as const;

const shakeWith = (media_versions: unknown) => ({ activity_id: 'a1', media_versions });

describe('the versions of pictures', () => {
  const urlNow = () => ownMediaUrl('media/a.png', 'a1', 'https://h5.example/cms-market/?id=a1');

  it('are those of the latest answer with an activity, served or refused', () => {
    expect(urlNow()).to.equal('media/a1/a.png');
    learnVersions(answered(0, { data: shakeWith({ 'a.png': 'v1' }) }));
    expect(urlNow()).to.equal('media/a1/a.png?v=v1');
    learnVersions(answered(1003, { detail: shakeWith({ 'a.png': 'v2' }) }));
    expect(urlNow()).to.equal('media/a1/a.png?v=v2');
    for (const other of [
      answered(5003, {}),
      answered(1001, { detail: { field: 'token' } }),
      { kind: 'failed', reason: 'offline' } as const,
      { kind: 'not_asked' } as const,
    ]) {
      learnVersions(other);
      expect(urlNow()).to.equal('media/a1/a.png?v=v2');
    }
  });

  it('are none where the server sends none, or anything else', () => {
    for (const versions of [undefined, null, 'x', ['v'], { 'a.png': 7 }]) {
      learnVersions(answered(0, { data: shakeWith({ 'a.png': 'v1' }) }));
      learnVersions(answered(0, { data: shakeWith(versions) }));
      expect(urlNow()).to.equal('media/a1/a.png');
    }
  });
});
