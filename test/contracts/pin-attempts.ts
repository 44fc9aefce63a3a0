import { expect } from 'chai';
import type { PinAttempt, PinAttempts } from '../../src/domain/deliveries/pin-attempts.ts';

export interface PinAttemptsCase {
  readonly name: string;
  /** With 10 attempts a win and 30 an address. */
  create(): Promise<{ readonly attempts: PinAttempts; close(): Promise<void> }>;
}

let serial = 0;

/** The contract of PinAttempts, for each adapter. */
export function describePinAttempts({ name, create }: PinAttemptsCase): void {
  describe(`PinAttempts: ${name}`, () => {
    let opened: Awaited<ReturnType<PinAttemptsCase['create']>>;
    before(async () => {
      opened = await create();
    });
    after(() => opened?.close());

    const attempt = (other: Partial<PinAttempt> = {}): PinAttempt => {
      serial += 1;
      return { activityId: `a${process.pid}`, drawId: `d${serial}`, address: `10.0.0.${serial}`, ...other };
    };
    async function granted(all: readonly PinAttempt[]): Promise<number> {
      const permissions = await Promise.all(all.map((each) => opened.attempts.begin(each)));
      return permissions.filter(({ kind }) => kind === 'granted').length;
    }
    const many = (count: number, make: () => PinAttempt) => Array.from({ length: count }, make);

    it('lets a win be tried 10 times, from however many addresses, also all at once', async () => {
      const { drawId } = attempt();
      expect(await granted(many(100, () => attempt({ drawId })))).to.equal(10);
      const late = await opened.attempts.begin(attempt({ drawId }));
      if (late.kind !== 'refused') throw new Error('granted');
      expect(late.retryAfterSeconds).to.be.within(3500, 3600);
    });

    it('lets an address try 30 times, with however many wins', async () => {
      const { address } = attempt();
      expect(await granted(many(100, () => attempt({ address })))).to.equal(30);
    });

    it('locks neither other addresses nor other activities', async () => {
      const { address } = attempt();
      await granted(many(40, () => attempt({ address })));
      expect(await granted([attempt(), attempt({ activityId: 'other', address })])).to.equal(2);
    });

    it('counts what it refuses for a win on no address', async () => {
      const locked = attempt();
      await granted(many(60, () => locked));
      expect(await granted(many(40, () => attempt({ address: locked.address })))).to.equal(20);
    });

    it('does not count what it is told to forgive', async () => {
      const one = attempt();
      for (let count = 0; count < 50; count++) {
        expect((await opened.attempts.begin(one)).kind).to.equal('granted');
        await opened.attempts.forgive(one);
      }
      expect(await granted(many(20, () => one))).to.equal(10);
    });
  });
}
