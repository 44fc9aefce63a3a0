import { expect } from 'chai';
import fc from 'fast-check';
import { packState, packWon, readDraws } from '../../../../src/adapters/redis/draws/packed-account.ts';
import {
  packDraw,
  packEarning,
  packHelp,
  packRules,
  readEntry,
} from '../../../../src/adapters/redis/draws/packed-entry.ts';
import { digestOf, pack, packId, unpackId } from '../../../../src/adapters/redis/draws/packed-text.ts';
import { NO_DRAWS } from '../../../../src/domain/draws/account.ts';

const whole = fc.nat({ max: Number.MAX_SAFE_INTEGER });
const day = fc
  .date({ min: new Date(0), max: new Date('2999-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const uid = fc.string({ minLength: 1, unit: 'grapheme' });
const id = fc.oneof(fc.uuid(), fc.stringMatching(/^[A-Za-z0-9_-]{1,64}$/));
const prizeId = fc.stringMatching(/^[a-z0-9_.-]{1,64}$/);
const at = whole;

describe('What Redis keeps as packed text', () => {
  it('is read as it was written: states', () => {
    const counts = fc.record({
      version: fc.integer({ min: 1 }),
      drawNo: whole,
      lastDay: fc.option(day),
      drawnOnLastDay: whole,
      dailyOnLastDay: whole,
      earned: whole,
      earnedUsed: whole,
      streak: whole,
      signInsOnLastDay: fc.nat(2),
      sharesOnLastDay: fc.nat(2),
      invited: fc.nat(2),
      helped: fc.option(uid),
      won: fc.dictionary(prizeId, whole, { noNullPrototype: true }),
    });
    fc.assert(
      fc.property(counts, (account) => {
        const draws = { ...account, wins: [] };
        const text = packState(draws);
        const read = readDraws(text, packWon(draws.won) || null, []);
        expect(read).to.deep.equal(draws);
        expect(packState(read)).to.equal(text);
      }),
    );
    expect(packState(NO_DRAWS)).to.equal('');
    expect(readDraws(null, null, [])).to.equal(NO_DRAWS);
  });

  it('is read as it was written: ids', () => {
    fc.assert(fc.property(id, (text) => unpackId(packId(text)) === text));
    for (const bad of ['', 'a,b', '.a', 'a:b']) expect(() => packId(bad)).to.throw('not an id');
  });

  it('is base64url of the bytes of a UUID in lower case, and any other id itself', () => {
    fc.assert(
      fc.property(fc.uuid(), (uuid) => {
        const bytes = Buffer.from(uuid.replaceAll('-', ''), 'hex');
        expect(packId(uuid)).to.equal(`.${bytes.toString('base64url')}`);
      }),
    );
    const uuid = '3e25ed50-96c9-4989-8c1a-47fe83dce18a';
    for (let place = 0; place < uuid.length; place++) {
      for (const other of ['g', 'F', '-', '_', '/', ':', '`', '\u0130', '\u1030']) {
        const text = `${uuid.slice(0, place)}${other}${uuid.slice(place + 1)}`;
        if (text === uuid) continue;
        if (/^[\w-]+$/.test(text)) expect(packId(text), text).to.equal(text);
        else expect(() => packId(text), text).to.throw('not an id');
      }
    }
    expect(packId(`${uuid}0`)).to.equal(`${uuid}0`);
  });

  it('has 8 characters of a request id, which are others for any other id', () => {
    const ids = Array.from({ length: 20_000 }, (_, n) => `${'a'.repeat(n % 100)}${n}`);
    const digests = ids.map(digestOf);
    expect(new Set(digests).size).to.equal(ids.length);
    expect(digests.every((digest) => /^[\w-]{8}$/.test(digest))).to.equal(true);
    // The first 6 bytes of SHA-256("abc"), of FIPS 180-4: ba7816bf8f01.
    expect(digestOf('abc')).to.equal(Buffer.from('ba7816bf8f01', 'hex').toString('base64url'));
  });

  it('is read as it was written: entries', () => {
    fc.assert(
      fc.property(
        fc.record({ at, uid, key: fc.string({ unit: 'grapheme' }), chances: whole, day }),
        (entry) => {
          expect(readEntry(7, packEarning(entry))).to.deep.equal({ kind: 'earning', seq: 7, ...entry });
        },
      ),
    );
    fc.assert(
      fc.property(fc.record({ at, uid, inviter: uid, day }), (entry) => {
        expect(readEntry(7, packHelp(entry))).to.deep.equal({ kind: 'help', seq: 7, ...entry });
      }),
    );
    const hex = fc.stringMatching(/^[0-9a-f]{64}$/);
    fc.assert(
      fc.property(fc.record({ at, no: whole, hash: hex, release: fc.option(whole), head: hex }), (entry) => {
        expect(readEntry(7, packRules(entry))).to.deep.equal({ kind: 'rules', seq: 7, ...entry });
      }),
    );
    const won = fc.option(fc.record({ prizeId, unit: fc.integer({ min: 1 }), cost: whole }));
    const fields = { at, uid, drawNo: whole, day, seedNo: whole, rulesNo: whole };
    const draw = fc.record(
      { ...fields, denied: fc.constant<true>(true) },
      { requiredKeys: ['at', 'uid', 'drawNo', 'day', 'seedNo', 'rulesNo'] },
    );
    fc.assert(
      fc.property(draw, id, id, won, (each, drawId, requestId, win) => {
        const award = win ? [win.prizeId, win.unit, win.cost] : ['', '', ''];
        const middle = packDraw(each, packId(requestId));
        const text = [`d${pack(each.at)}`, packId(drawId), middle, ...award, each.uid].join(',');
        const prize = win ?? { prizeId: null, unit: null, cost: 0 };
        expect(readEntry(7, text)).to.deep.equal({
          kind: 'draw',
          seq: 7,
          ...each,
          drawId,
          requestId,
          ...prize,
        });
      }),
    );
  });

  it('has a zero before the number of the rules of a denied draw, and is the same for any other', () => {
    const draw = { drawNo: 2, day: '2026-11-11', seedNo: 1, rulesNo: 46 };
    expect(packDraw(draw, 'request-1')).to.equal('2,g0w,1,1a,request-1');
    expect(packDraw({ ...draw, denied: true }, 'request-1')).to.equal('2,g0w,1,01a,request-1');
    const entry = readEntry(1, 'dmi,draw-1,2,g0w,1,01a,request-1,,,,ann');
    expect(entry).to.include({ denied: true, rulesNo: 46, prizeId: null, unit: null, cost: 0 });
    expect(readEntry(1, 'dmi,draw-1,2,g0w,1,1a,request-1,,,,ann')).not.to.have.property('denied');
  });

  it('is refused where it is damaged', () => {
    const good = 'dmi,draw-1,1,g4a,1,1,request-1,car,1,500,ann';
    expect(readEntry(1, good)).to.include({ uid: 'ann', unit: 1, cost: 500 });
    for (const bad of [
      '',
      'x',
      'd',
      good.slice(1),
      good.slice(0, -3),
      good.slice(0, -4),
      good.replace('mi', 'MI'),
      good.replace('500', '5e2'),
      good.replace('500', ''),
      good.replace('car', ''),
      good.replace('g4a', ''),
      good.replace('draw-1', ''),
      good.replace('draw-1', '.short'),
      good.replace(',1,1,', ',1,-1,'),
      'e1,1,g4a,9,key',
      'h1,g4a,9,bob',
      'r1,1,,hash',
      'l',
    ]) {
      expect(() => readEntry(1, bad), bad).to.throw('not a record');
    }
    for (const bad of ['1', '1,1,g4a', '1,1,g4a,1,1,,,1,9', 'A,1,g4a,1,1,,,1']) {
      expect(() => readDraws(bad, null, []), bad).to.throw('not a record');
    }
    expect(() => readDraws('1,1,g4a,1,1,,,1', 'car', [])).to.throw('not a record');
    expect(() => readDraws('1,1,g4a,1,1,,,1', 'car:1', ['draw-1:car:1'])).to.throw('not a record');
  });
});
