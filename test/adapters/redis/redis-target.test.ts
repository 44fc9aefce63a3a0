import { expect } from 'chai';
import { parseRedisUrl } from '../../../src/adapters/redis/redis-target.ts';

describe('parseRedisUrl', () => {
  it('parses one server', () => {
    expect(parseRedisUrl('redis://127.0.0.1:6380/2')).to.deep.equal({
      kind: 'single',
      address: { host: '127.0.0.1', port: 6380 },
      db: 2,
      tls: false,
    });
    expect(parseRedisUrl('rediss://app:p%40ss:word@cache.example')).to.deep.equal({
      kind: 'single',
      address: { host: 'cache.example', port: 6379 },
      db: 0,
      tls: true,
      username: 'app',
      password: 'p@ss:word',
    });
    expect(parseRedisUrl('redis://:secret@[::1]:7000')).to.deep.include({
      address: { host: '::1', port: 7000 },
      password: 'secret',
    });
  });

  it('parses nodes of a cluster', () => {
    expect(parseRedisUrl('redis+cluster://h1:7000,h2:7001')).to.deep.equal({
      kind: 'cluster',
      nodes: [
        { host: 'h1', port: 7000 },
        { host: 'h2', port: 7001 },
      ],
      tls: false,
    });
    expect(parseRedisUrl('rediss+cluster://h1:7000')).to.deep.include({ kind: 'cluster', tls: true });
  });

  it('parses a master and its Sentinels', () => {
    expect(parseRedisUrl('redis+sentinel://:pw@h1:26379,h2/master-name')).to.deep.equal({
      kind: 'sentinel',
      sentinels: [
        { host: 'h1', port: 26379 },
        { host: 'h2', port: 26379 },
      ],
      masterName: 'master-name',
      tls: false,
      password: 'pw',
    });
    expect(parseRedisUrl('rediss+sentinel://h1/m')).to.deep.include({ kind: 'sentinel', tls: true });
  });

  for (const url of [
    'localhost:6379',
    'http://localhost',
    'redis://',
    'redis://h:0',
    'redis://h:65536',
    'redis://h:port',
    'redis://h1,h2',
    'redis://h/abc',
    'redis+cluster://h1/0',
    'redis+sentinel://h1:26379',
    'redis://%zz@h',
    'redis://h?db=1',
  ]) {
    it(`rejects ${url}`, () => {
      expect(parseRedisUrl(url)).to.equal(null);
    });
  }
});
