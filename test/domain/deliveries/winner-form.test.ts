import { expect } from 'chai';
import fc from 'fast-check';
import {
  type FormValues,
  fieldAmiss,
  formSchema,
  isSameForm,
  openForm,
  sealForm,
} from '../../../src/domain/deliveries/winner-form.ts';
import { testVault as vault } from '../../support/test-vault.ts';

const place = { activityId: 'a1', drawId: 'd1' };

/** The fields that are refused. */
function wrongOf(form: unknown): PropertyKey[] {
  const reading = formSchema.safeParse(form);
  return reading.success ? [] : reading.error.issues.map(({ path }) => path.join('.'));
}

describe('a winner’s form', () => {
  it('is cleaned: no space around, one line, composed characters, nothing invisible', () => {
    const typed = {
      name: '  王\u200B小明\uFEFF ',
      phone: '\u202D138 0013 8000\u202C',
      address: '北京市\r\n\t朝阳区\u3000 1 号',
      email: ' ann@example.com\n',
      id_text: 'Jose\u0301',
    };
    expect(formSchema.parse(typed)).to.deep.equal({
      name: '王小明',
      phone: '138 0013 8000',
      address: '北京市 朝阳区 1 号',
      email: 'ann@example.com',
      id_text: 'José',
    });
  });

  it('has texts of their length, counted in characters', () => {
    const most = { name: 100, address: 300, id_text: 100 };
    for (const [field, length] of Object.entries(most)) {
      expect(wrongOf({ [field]: '𠮷'.repeat(length) })).to.deep.equal([]);
      expect(wrongOf({ [field]: '𠮷'.repeat(length + 1) })).to.deep.equal([field]);
    }
    expect(
      wrongOf({ email: `${'a'.repeat(64)}@${'b'.repeat(63)}.${'c'.repeat(63)}.${'d'.repeat(60)}.com` }),
    ).to.deep.equal(['email']);
  });

  it('names the field that is none', () => {
    for (const empty of ['', '  ', '\u200B', 'a\u0000b', 'a\u0007', '\ud83d', 5, null, ['a'], { a: 1 }]) {
      expect(wrongOf({ name: empty }), JSON.stringify(empty)).to.deep.equal(['name']);
    }
    for (const email of ['ann', 'ann@', '@b.cn', 'a b@c.cn', 'a@b', '<a@b.cn>', 'a@b.cn,c@d.cn', 'a@@b.cn']) {
      expect(wrongOf({ email }), email).to.deep.equal(['email']);
    }
    for (const other of [{ colour: 'red' }, JSON.parse('{"__proto__": "a"}'), [], 'a', null]) {
      expect(wrongOf(other)).to.deep.equal(['']);
    }
  });

  it('has exactly the fields that the prize asks for', () => {
    expect(fieldAmiss({ name: 'a', phone: 'b' }, ['phone', 'name'])).to.equal(null);
    expect(fieldAmiss({ name: 'a' }, ['phone', 'name'])).to.equal('phone');
    expect(fieldAmiss({ name: 'a', phone: 'b', email: 'c' }, ['phone', 'name'])).to.equal('email');
    expect(fieldAmiss({}, ['address'])).to.equal('address');
  });

  it('is the same as before whatever the order of its fields', () => {
    expect(isSameForm({ name: 'a', phone: 'b' }, { phone: 'b', name: 'a' })).to.equal(true);
    expect(isSameForm({ name: 'a' }, { name: 'a', phone: 'b' })).to.equal(false);
    expect(isSameForm({ name: 'a' }, { name: 'b' })).to.equal(false);
  });

  it('comes out of the vault as it went in, and only at its own draw', () => {
    const text = fc.string({ unit: 'binary' });
    fc.assert(
      fc.property(fc.record({ name: text, address: text }, { requiredKeys: [] }), (values: FormValues) => {
        const sealed = sealForm(vault, values, place);
        expect(openForm(vault, sealed, place)).to.deep.equal(values);
        expect(() => openForm(vault, sealed, { ...place, drawId: 'd2' })).to.throw();
      }),
    );
  });

  it('is quoted by no error', () => {
    for (const text of ['王小明 13800138000', '["王小明"]', '{"name":{"王小明":1}}']) {
      const sealed = vault.seal(text, 'form:a1:d1');
      expect(() => openForm(vault, sealed, place)).to.throw(/^what was sealed is not a form$/);
    }
  });
});
