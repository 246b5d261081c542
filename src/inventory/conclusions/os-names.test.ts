import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readOs, windowsOf } from './os-names.ts';

describe('readOs', () => {
  it.each([
    ['Windows 5.1', 'Windows XP'],
    ['Windows Server 2003 3790 Service Pack 2', 'Windows Server 2003'],
    ['Windows 7 Professional 7601 Service Pack 1', 'Windows 7'],
    ['Mozilla/5.0 (Windows NT 6.1; WOW64) AppleWebKit/537.36', 'Windows 7 or Server 2008 R2'],
    ['Mozilla/5.0 (iPhone; CPU iPhone OS 12_4 like Mac OS X)', 'iOS 12.4'],
    ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)', 'macOS 10.15.7'],
    ['Mozilla/5.0 (Linux; Android 9; SM-T510)', 'Android 9'],
    ['android-dhcp-10', 'Android 10'],
    ['MSFT 5.0', 'Windows'],
    ['SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u10', 'Debian 12'],
    ['SSH-2.0-OpenSSH_7.9p1 Raspbian-10+deb10u2', 'Raspbian 10'],
    ['VxWorks FTP server (VxWorks 5.4.2) ready.', 'VxWorks 5.4.2'],
    [
      'Hardware: Intel64 - Software: Windows Version 6.1 (Build 7601 Multiprocessor Free)',
      'Windows 7 or Server 2008 R2 (build 7601)',
    ],
    ['Cisco IOS Software, C3560 Software, Version 12.2(55)SE, RELEASE', 'Cisco IOS 12.2(55)SE'],
    ['Linux/3.14.0 UPnP/1.0 IpBridge/1.16.0', 'Linux'],
    ['udhcp 1.19.4', 'Linux'],
    ['Microsoft-IIS/10.0', 'Windows'],
  ])('reads %s', (text, name) => {
    expect(readOs(text)?.name).toBe(name);
  });

  it('reads nothing into other texts', () => {
    for (const text of ['nginx/1.22.1', 'IntelliVue MX700', '', 'windowsill', 'BBraun_SpaceStation']) {
      expect(readOs(text)).toBeUndefined();
    }
  });

  it('gives keys that go from general to exact, whatever the text', () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 80 }),
        fc.constantFrom('Windows NT 10.0', 'Debian', 'Android 9', 'Linux'),
        (noise, text) => {
          const os = readOs(`${noise} ${text}`);
          expect(os?.key).toMatch(/^[a-z0-9][a-z0-9-]*(?:\/.+)?$/);
        },
      ),
    );
  });
});

describe('windowsOf', () => {
  it('knows releases by build', () => {
    expect(windowsOf('10.0', 19045)?.name).toBe('Windows 10 (build 19045)');
    expect(windowsOf('10.0', 17763)?.name).toBe('Windows 10 1809 or Server 2019 (build 17763)');
    expect(windowsOf('10.0', 22631)?.name).toBe('Windows 11 (build 22631)');
    expect(windowsOf('6.1', 7601)?.name).toBe('Windows 7 or Server 2008 R2 (build 7601)');
  });

  it('does not believe the version that Samba writes', () => {
    expect(windowsOf('6.1', 0)).toBeUndefined();
    expect(windowsOf('12.7', 1)).toBeUndefined();
  });
});
