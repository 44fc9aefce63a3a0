import { expect } from 'chai';
import { redact } from '../../../src/adapters/pino/redact.ts';

const SECRET = 's3cr3t.to-ken_of~ann';

describe('redact', () => {
  const tokens = {
    'in a query': { msg: `GET /static?token=${SECRET}&activity_id=1055 failed` },
    'in an encoded query': { msg: `url=%2Fstatic%3Ftoken%3D${SECRET}` },
    'under a longer name': { msg: `/cb?access_token=${SECRET}` },
    'in JSON within a text': { msg: `body was {"token":"${SECRET}"}` },
    'in JSON with a space': { msg: `body was {"token": "${SECRET}"}` },
    'as a field': { token: SECRET },
    'in a cookie': { msg: `cookie: a=b; token=${SECRET}; c=d` },
    'after Bearer': { msg: `authorization: Bearer ${SECRET}` },
    'in a nested error': { error: { cause: { message: `no answer to /check?Token=${SECRET}` } } },
  };
  for (const [where, fields] of Object.entries(tokens)) {
    it(`removes a token ${where}`, () => {
      const clean = redact(JSON.stringify(fields));
      expect(clean).not.to.include(SECRET);
      expect(clean).to.include('[token]');
      expect(() => JSON.parse(clean)).not.to.throw();
    });
  }

  it('keeps the text around a token', () => {
    expect(redact(`"/static?token=${SECRET}&activity_id=1055"`)).to.equal(
      '"/static?token=[token]&activity_id=1055"',
    );
  });

  const phones = {
    bare: { msg: '13800000000' },
    'in words': { msg: '用户13912345678未注册' },
    'with the country': { msg: 'to +8619912345678 and +86 138-1234-5678' },
    'in groups': { msg: 'call 138 1234 5678' },
    'as a number': { phone: 13800000000 },
    'as a number in JSON within a text': { msg: '{"phone":13800000000}' },
    'as the last of a list': { phones: ['13800000000', '15000000000'] },
  };
  for (const [how, fields] of Object.entries(phones)) {
    it(`removes a phone number ${how}`, () => {
      const clean = redact(JSON.stringify(fields));
      expect(clean).not.to.match(/1[3-9]\d[- ]?\d{4}[- ]?\d{4}/);
      expect(clean).to.include('[phone]');
      expect(() => JSON.parse(clean)).not.to.throw();
    });
  }

  it('keeps numbers and ids that are not phone numbers', () => {
    const line = JSON.stringify({
      time: 1795452318876,
      duration_ms: 13.45,
      port: 13800,
      request_id: '6b27db56-ab19-4eb8-b842-a13812345678',
      trace_id: '13812345678b34da6a3ce929d0e0e473',
      draw_id: 'x13812345678',
      share: 0.13812345678,
    });
    expect(redact(line)).to.equal(line);
  });
});
