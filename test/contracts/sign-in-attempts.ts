import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import type { SignInAttempts } from '../../src/domain/operators/sign-in-attempts.ts';
import type { AttemptKey } from '../../src/domain/operators/sign-in-pauses.ts';

export interface SignInAttemptsCase {
  readonly name: string;
  /** Two of them, each as another process has it, on one empty store. */
  create(): Promise<{ readonly one: SignInAttempts; readonly other: SignInAttempts; close(): Promise<void> }>;
}

const SECOND = 1000;
const DAY = 24 * 3600 * SECOND;

/** The contract of SignInAttempts, for each adapter. */
export function describeSignInAttempts({ name, create }: SignInAttemptsCase): void {
  describe(`SignInAttempts: ${name}`, () => {
    let opened: Awaited<ReturnType<SignInAttemptsCase['create']>>;
    before(async () => {
      opened = await create();
    });
    after(() => opened?.close());

    const keys = (person: string = randomUUID(), address: string = randomUUID()): readonly AttemptKey[] => [
      { of: 'name', digest: person },
      { of: 'address', digest: address },
    ];
    const waitOf = async (all: readonly AttemptKey[], at: number, attempts = opened.one) => {
      const permission = await attempts.begin(all, at);
      return permission.kind === 'granted' ? 0 : permission.waitMs / SECOND;
    };

    it('lets five failures of a name pass, then asks for growing pauses, and never locks', async () => {
      const person = randomUUID();
      let now = 1_000_000_000;
      for (let count = 0; count < 5; count++) expect(await waitOf(keys(person), now)).to.equal(0);
      const waits: number[] = [];
      for (let round = 0; round < 8; round++) {
        const wait = await waitOf(keys(person), now, opened.other);
        waits.push(wait);
        expect(await waitOf(keys(person), now + wait * SECOND - 1)).to.be.above(0);
        now += wait * SECOND;
        expect(await waitOf(keys(person), now)).to.equal(0);
      }
      expect(waits).to.deep.equal([30, 60, 120, 240, 480, 900, 900, 900]);
    });

    it('lets as many pass of many at the same moment, in two processes', async () => {
      const person = randomUUID();
      const waits = await Promise.all(
        Array.from({ length: 40 }, (_, at) =>
          waitOf(keys(person), 5 * SECOND, at % 2 ? opened.one : opened.other),
        ),
      );
      expect(waits.filter((wait) => wait === 0)).to.have.length(5);
    });

    it('counts an address over all names, from the twenty-first on', async () => {
      const address = randomUUID();
      for (let count = 0; count < 20; count++) expect(await waitOf(keys(undefined, address), 7)).to.equal(0);
      expect(await waitOf(keys(undefined, address), 7)).to.equal(30);
      const elsewhere = keys();
      expect(await waitOf(elsewhere, 7)).to.equal(0);
    });

    it('counts one that is refused for one key under none', async () => {
      const [person, address] = [randomUUID(), randomUUID()];
      for (let count = 0; count < 5; count++) await opened.one.begin(keys(person), 9);
      for (let count = 0; count < 100; count++) await opened.one.begin(keys(person, address), 9);
      for (let count = 0; count < 20; count++) expect(await waitOf(keys(undefined, address), 9)).to.equal(0);
    });

    it('forgets the failures of a name with a success, and takes one from the address', async () => {
      const [person, address] = [randomUUID(), randomUUID()];
      for (let round = 0; round < 30; round++) {
        expect(await waitOf(keys(person, address), 11)).to.equal(0);
        await opened.other.succeeded(keys(person, address));
      }
      for (let count = 0; count < 4; count++) await opened.one.begin(keys(person, address), 11);
      await opened.one.begin(keys(person, address), 11);
      await opened.one.succeeded(keys(person, address));
      for (let count = 0; count < 5; count++) expect(await waitOf(keys(person, address), 11)).to.equal(0);
      expect(await waitOf(keys(person, address), 11)).to.equal(30);
    });

    it('does not count one that was not checked', async () => {
      const all = keys();
      for (let round = 0; round < 30; round++) {
        expect(await waitOf(all, 13)).to.equal(0);
        await opened.one.withdrawn(all);
      }
    });

    it('forgets failures after a day', async () => {
      const all = keys();
      for (let count = 0; count < 6; count++) await opened.one.begin(all, 1000);
      for (let count = 0; count < 5; count++) expect(await waitOf(all, 1000 + DAY + 1)).to.equal(0);
      expect(await waitOf(all, 1000 + DAY + 1)).to.equal(30);
    });

    it('has no pause that a clock which was set back makes longer', async () => {
      const all = keys();
      for (let count = 0; count < 5; count++) await opened.one.begin(all, 400 * DAY);
      expect(await waitOf(all, 400 * DAY - 60 * SECOND)).to.equal(30);
      expect(await waitOf(all, 30 * DAY)).to.equal(0);
      expect(await waitOf(all, 30 * DAY)).to.equal(60);
    });
  });
}
