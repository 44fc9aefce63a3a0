import { expect } from 'chai';
import type { ConfigRepository } from '../../src/domain/activities/config-repository.ts';

export interface ConfigRepositoryCase {
  readonly name: string;
  /** A repository of these activities, each given as the object that its file holds. */
  create(
    files: Readonly<Record<string, unknown>>,
  ): Promise<{ configs: ConfigRepository; close(): Promise<void> }>;
}

/** What every ConfigRepository does, wherever the activities are written. */
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

    it('gives the same object as long as the activity has not changed', () => {
      expect(configs.find('1055')).to.equal(configs.find('1055'));
    });

    for (const id of ['1', '', '..', '1055/', '../1055', 'constructor', '__proto__', 'toString']) {
      it(`finds none by ${JSON.stringify(id)}`, () => {
        expect(configs.find(id)).to.equal(undefined);
      });
    }

    it('lists the valid activities', () => {
      expect(configs.all().map(({ id }) => id)).to.have.members(['1055', '1056']);
    });

    it('does not serve what is invalid, and says what is wrong with it', () => {
      expect(configs.find('broken')).to.equal(undefined);
      const invalid = new Map(configs.invalid().map((each) => [each.activityId, each.problems]));
      expect([...invalid.keys()]).to.have.members(['broken', 'not-an-object']);
      expect(invalid.get('broken')?.[0]).to.deep.include({ path: 'is_login_user' });
    });
  });
}
