import { expect } from 'chai';
import { reasonAgainst } from '../../../src/domain/operators/password-rules.ts';

describe('the rules of passwords', () => {
  it('want 10 to 128 characters of any kind', () => {
    for (const [password, reason] of [
      ['ninechars', 'too_short'],
      ['密码密码密码密码密', 'too_short'],
      ['红豆生南国春来发几枝', null],
      ['🎲🎯🎪🎨🎭🎬🎤🎧🎼🎹', null],
      ['correct horse battery staple', null],
      ['only lower case letters', null],
      [' spaces at the ends ', null],
      [`${'correct horse '.repeat(9)}!!`, null],
      ['z7'.repeat(65), 'too_long'],
    ] as const) {
      expect(reasonAgainst(password, 'Ann'), password).to.equal(reason);
    }
  });

  it('refuse what many people choose, also with digits and signs around it', () => {
    for (const password of [
      ...[
        '1234567890',
        '0987654321',
        '12345678901234',
        'qwertyuiop',
        'QWERTYUIOP',
        'asdfghjkl1',
        'abcdefghij',
      ],
      ...[
        'Password123',
        'password1234!',
        'P@ssw0rd2026',
        'passwordpassword',
        'administrator',
        'Letmein2026!!',
      ],
      ...['iloveyou123', 'welcome2026', '2026-11-11!', '13800138000', 'aaaaaaaaaaaa', 'abababababab'],
      ...['abcdabcdabcd', 'woaini1314520', '1qaz2wsx3edc', 'q1w2e3r4t5', 'qwertyqwerty', 'cms-market1'],
      ...['zxcvbnm123', 'ＰＡＳＳＷＯＲＤ１２３', 'changeme123', '1q2w3e4r5t'],
    ]) {
      expect(reasonAgainst(password, 'Ann'), password).to.equal('common');
    }
  });

  it('refuse the name, with or without a decoration', () => {
    for (const password of [
      'marketing lin',
      'Marketing Lin',
      'MARKETING LIN2026',
      '!marketing lin!',
      'ｍarketing lin1',
    ]) {
      expect(reasonAgainst(password, 'Marketing Lin'), password).to.equal('like_name');
    }
    expect(reasonAgainst('linlinlinlin', 'lin')).to.equal('like_name');
    expect(reasonAgainst('lin sings in the rain', 'lin')).to.equal(null);
  });
});
