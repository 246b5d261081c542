import { describe, expect, it } from 'vitest';
import { isFromSameLink, macScopeOf, prefix64, scopeOf, virtualProtocolOf } from './address.ts';

describe('scopeOf', () => {
  it.each([
    ['0.0.0.0', 'unspecified'],
    ['127.0.0.1', 'loopback'],
    ['169.254.1.1', 'link-local'],
    ['10.1.2.3', 'private'],
    ['172.16.0.1', 'private'],
    ['172.31.255.255', 'private'],
    ['172.32.0.1', 'public'],
    ['192.168.0.1', 'private'],
    ['192.169.0.1', 'public'],
    ['100.64.0.1', 'private'],
    ['100.128.0.1', 'public'],
    ['8.8.8.8', 'public'],
    ['224.0.0.251', 'group'],
    ['239.255.255.250', 'group'],
    ['255.255.255.255', 'group'],
    ['::', 'unspecified'],
    ['::1', 'loopback'],
    ['fe80::1', 'link-local'],
    ['febf::1', 'link-local'],
    ['fec0::1', 'public'],
    ['fd00::1', 'private'],
    ['ff02::fb', 'group'],
    ['2001:db8::1', 'public'],
    ['::ffff:10.0.0.1', 'private'],
    ['::2', 'public'],
  ])('%s is %s', (ip, scope) => {
    expect(scopeOf(ip)).toBe(scope);
  });
});

describe('prefix64', () => {
  it('is the same for all spellings of one network', () => {
    expect(prefix64('2001:db8:0:1:2:3:4:5')).toBe('2001:db8:0:1');
    expect(prefix64('2001:db8:0:1::5')).toBe('2001:db8:0:1');
    expect(prefix64('2001:db8::5')).toBe('2001:db8:0:0');
    expect(prefix64('::1:2:3:4:5')).toBe('0:0:0:1');
    expect(prefix64('fe80::')).toBe('fe80:0:0:0');
  });
});

describe('hardware addresses', () => {
  it('say by themselves whose they are', () => {
    expect(macScopeOf('00:00:00:00:00:00')).toBe('none');
    expect(macScopeOf('ff:ff:ff:ff:ff:ff')).toBe('group');
    expect(macScopeOf('01:00:5e:00:00:fb')).toBe('group');
    expect(macScopeOf('02:42:ac:11:00:02')).toBe('local');
    expect(macScopeOf('de:ad:be:ef:00:01')).toBe('local');
    expect(macScopeOf('00:09:fb:10:00:41')).toBe('universal');
  });

  it('are known where machines take turns', () => {
    expect(virtualProtocolOf('00:00:5e:00:01:01')).toBe('VRRP');
    expect(virtualProtocolOf('00:00:0c:07:ac:0a')).toBe('HSRP');
    expect(virtualProtocolOf('00:00:0c:07:ad:0a')).toBeUndefined();
  });
});

describe('isFromSameLink', () => {
  it('knows initial times to live and those of the link', () => {
    expect([255, 128, 64, 32, 1, 4].every(isFromSameLink)).toBe(true);
    expect([254, 127, 63, 31, 5].some(isFromSameLink)).toBe(false);
  });
});
