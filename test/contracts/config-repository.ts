import { expect } from 'chai';
import type { ConfigRepository } from '../../src/domain/activities/config-repository.ts';

export interface ConfigRepositoryCase {
  readonly name: string;
  /** Creates a repository of these activities; each value is the content of a `data.json`. */
  create(
    files: Readonly<Record<string, unknown>>,
  ): Promise<{ configs: ConfigRepository; close(): Promise<void> }>;
}

/** The contract of ConfigRepository, for each adapter. */
export function describeConfigRepository({ name, create }: ConfigRepositoryCase): void {
  describe(`ConfigRepository: ${name}`, () => {
    let configs: ConfigRepository;
    let close: () => Promise<void>;

    before(async () => {
      ({ configs, close } = await create({
        '1055': { dispatch: 'shake', title: '摇一摇', rules: { budget: '1.00' } },
        '1056': { dispath: 'sku', title: '特卖', skus: [{ sku_id: 1, name: '苹果' }] },
        broken: { dispatch: 'sku', is_login_user: 'yes' },
        'not-an-object': 7,
      }));
    });
    after(() => close());

    it('finds an activity by its id', () => {
      expect(configs.find('1055')).to.include({ id: '1055', dispatch: 'shake', title: '摇一摇' });
      expect(configs.find('1056')).to.include({ id: '1056', dispatch: 'sku' });
    });

    it('returns the same object while the activity does not change', () => {
      expect(configs.find('1055')).to.equal(configs.find('1055'));
    });

    for (const id of ['1', '', '..', '1055/', '../1055', 'constructor', '__proto__', 'toString']) {
      it(`finds nothing by ${JSON.stringify(id)}`, () => {
        expect(configs.find(id)).to.equal(undefined);
      });
    }

    it('lists the valid activities', () => {
      expect(configs.all().map(({ id }) => id)).to.have.members(['1055', '1056']);
    });

    it('does not serve an invalid activity, and lists its problems', () => {
      expect(configs.find('broken')).to.equal(undefined);
      const invalid = new Map(configs.invalid().map((each) => [each.activityId, each.problems]));
      expect([...invalid.keys()]).to.have.members(['broken', 'not-an-object']);
      expect(invalid.get('broken')?.[0]).to.deep.include({ path: 'is_login_user' });
    });
  });
}
