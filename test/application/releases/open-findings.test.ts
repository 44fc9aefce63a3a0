import { expect } from 'chai';
import { OpenFindings } from '../../../src/application/releases/open-findings.ts';
import type { InvalidActivity } from '../../../src/domain/activities/config-repository.ts';
import { fileProblem } from '../../../src/domain/shared/problem.ts';

const invalid = (activityId: string, error = 'EACCES'): InvalidActivity => ({
  ...{ activityId, path: `/${activityId}`, problems: [fileProblem('unreadable', { error })] },
});

describe('OpenFindings', () => {
  let stored: readonly string[];
  let heard: string[];
  /** Answers the store's calls, in the order in which they came. */
  let answers: ((fault?: Error) => void)[];
  let open: OpenFindings;

  beforeEach(() => {
    [stored, heard, answers] = [['before'], [], []];
    open = new OpenFindings({
      findings: {
        replace: async (all) => {
          const fault = await new Promise<Error | undefined>((resolve) => answers.push(resolve));
          if (fault) throw fault;
          stored = all.map(({ activityId }) => activityId);
        },
      },
      refused: ({ activityId }) => heard.push(activityId),
    });
  });
  const answerAll = async () => {
    for (let turn = 0; turn < 10; turn++) {
      answers.shift()?.();
      await new Promise(setImmediate);
    }
  };

  it('writes what is wrong, and nothing where nothing has changed', async () => {
    open.add(invalid('a'));
    const writing = open.write();
    await answerAll();
    await writing;
    expect(stored).to.deep.equal(['a']);
    await open.write();
    open.remove('unknown');
    expect(open.isWritten).to.equal(true);
    open.remove('a');
    expect(open.isWritten).to.equal(false);
  });

  it('reports each finding once, until it is another one or was mended', () => {
    for (const each of [invalid('a'), invalid('a'), invalid('b'), invalid('a', 'EIO')]) open.add(each);
    open.remove('b');
    open.add(invalid('b'));
    expect(heard).to.deep.equal(['a', 'b', 'a', 'b']);
  });

  it('writes that nothing is wrong after it was cleared: it shows that somebody looks', async () => {
    open.clear();
    expect(open.isWritten).to.equal(false);
    const writing = open.write();
    await answerAll();
    await writing;
    expect(stored).to.deep.equal([]);
  });

  it('has the latest list written last, also where an earlier one takes long', async () => {
    open.add(invalid('a'));
    const first = open.write();
    await new Promise(setImmediate);
    open.add(invalid('b'));
    const second = open.write();
    await new Promise(setImmediate);
    // An answer that is there early would come first.
    answers.pop()?.();
    await new Promise(setImmediate);
    await answerAll();
    await Promise.all([first, second]);
    expect(stored).to.deep.equal(['a', 'b']);
    expect(open.isWritten).to.equal(true);
  });

  it('is not written where the store failed, and writes again', async () => {
    open.add(invalid('a'));
    const failing = open.write().catch((error: unknown) => String(error));
    await new Promise(setImmediate);
    answers.shift()?.(new Error('away'));
    expect(await failing).to.include('away');
    expect(open.isWritten).to.equal(false);
    const writing = open.write();
    await answerAll();
    await writing;
    expect(stored).to.deep.equal(['a']);
  });
});
