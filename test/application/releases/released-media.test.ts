import { expect } from 'chai';
import { ReleasedMedia } from '../../../src/application/releases/released-media.ts';
import { DependencyError } from '../../../src/domain/shared/dependency-error.ts';
import type { ServedFile } from '../../../src/domain/shared/served-file.ts';

const fileOf = (text: string): ServedFile => ({ type: 'image/png', version: text, bytes: Buffer.from(text) });

describe('ReleasedMedia', () => {
  const media = new ReleasedMedia({
    served: {
      hashOf: (_activityId, file) => (file === 'kept.png' ? 'stable' : undefined),
      hashOfVersion: (_activityId, file, version) =>
        ['kept.png', 'new.png'].includes(file) && ['stable', 'candidate', 'lost'].includes(version)
          ? version
          : undefined,
    },
    pictures: {
      find: ({ hash, activityId, file }) =>
        hash === 'lost'
          ? Promise.reject(new DependencyError('record store', 'away'))
          : fileOf(`${activityId}/${file} ${hash}`),
    },
    folder: {
      find: async (activityId, file) =>
        file === 'none.png' ? undefined : fileOf(`${activityId}/${file} of the folder`),
    },
  });

  async function found(file: string, version: string | null): Promise<string | undefined> {
    const answer = await media.find('a1', file, version);
    return answer && `${(answer.file as ServedFile).version}: ${answer.keepFor}`;
  }

  it('has the content that the address names, for ever', async () => {
    expect(await found('kept.png', 'stable')).to.equal('a1/kept.png stable: ever');
    expect(await found('kept.png', 'candidate')).to.equal('a1/kept.png candidate: ever');
    expect(await found('new.png', 'candidate')).to.equal('a1/new.png candidate: ever');
  });

  it('has what everyone gets where the address names no version', async () => {
    expect(await found('kept.png', null)).to.equal('a1/kept.png stable: minutes');
    expect(await found('new.png', null)).to.equal('a1/new.png of the folder: minutes');
    expect(await found('none.png', null)).to.equal(undefined);
  });

  it('has it under the address of another version too, where it must not stay', async () => {
    for (const version of ['', 'other']) {
      expect(await found('kept.png', version)).to.equal('a1/kept.png stable: not');
      expect(await found('new.png', version)).to.equal('a1/new.png of the folder: not');
      expect(await found('none.png', version)).to.equal(undefined);
    }
  });

  it('has nothing else in place of a picture that cannot be read', async () => {
    expect(await found('kept.png', 'lost').catch((error) => error)).to.be.instanceOf(DependencyError);
  });

  it('answers at once what is in memory', () => {
    expect(media.find('a1', 'kept.png', 'stable')).not.to.be.instanceOf(Promise);
  });
});
