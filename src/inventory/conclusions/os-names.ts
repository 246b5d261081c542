/** An operating system. Keys go from general to exact, `windows` → `windows/10` → `windows/10/19045`. */
export interface OsName {
  readonly key: string;
  readonly name: string;
}

/** Windows by NT version; embedded editions report the same numbers, so the edition is not claimed ([MS-NLMP] §2.2.2.10). */
const NT_VERSIONS: Readonly<Record<string, string>> = {
  '4.0': 'NT 4.0',
  '5.0': '2000',
  '5.1': 'XP',
  '5.2': 'Server 2003 or XP x64',
  '6.0': 'Vista or Server 2008',
  '6.1': '7 or Server 2008 R2',
  '6.2': '8 or Server 2012',
  '6.3': '8.1 or Server 2012 R2',
  '10.0': '10 or later',
};

/** First builds of what came after NT 10.0 began, newest first. Public release tables of the maker; partial. */
const NT_10_BUILDS: readonly (readonly [from: number, name: string])[] = [
  [26100, '11 24H2 or Server 2025'],
  [22000, '11'],
  [20348, 'Server 2022'],
  [17764, '10'],
  [17763, '10 1809 or Server 2019'],
  [14394, '10'],
  [14393, '10 1607 or Server 2016'],
  [10240, '10'],
];

/** Windows of an NT version; build 0 is what Samba writes and says nothing. */
export function windowsOf(version: string, build?: number): OsName | undefined {
  const release = NT_VERSIONS[version];
  if (release === undefined || build === 0) return undefined;
  const general = { key: `windows/${version}`, name: `Windows ${release}` };
  if (build === undefined) return general;
  const named = version === '10.0' ? NT_10_BUILDS.find(([from]) => build >= from)?.[1] : release;
  return named === undefined ? general : { key: `${general.key}/${build}`, name: `Windows ${named} (build ${build})` };
}

type Maker = (match: RegExpExecArray) => OsName | undefined;

const fixed =
  (key: string, name: string): Maker =>
  () => ({ key, name });

/** `freebsd` and, where a version is known, `freebsd/13.1`. */
function osOf(key: string, name: string, version: string | undefined): OsName {
  const dotted = version?.replaceAll('_', '.');
  return dotted === undefined ? { key, name } : { key: `${key}/${dotted}`, name: `${name} ${dotted}` };
}

/** The version stands in the first group of the pattern. */
const versioned =
  (key: string, name: string): Maker =>
  ([, version]) =>
    osOf(key, name, version);

/** The package version of OpenSSH carries the release of Debian: `Debian-2+deb12u10`. */
const debian =
  (key: string, name: string): Maker =>
  ({ input }) =>
    osOf(key, name, /deb(\d+)u/.exec(input)?.[1]);

const PATTERNS: readonly (readonly [pattern: RegExp, maker: Maker])[] = [
  [/\bWindows (?:CE|Embedded Compact)\b[ /]*(\d+(?:\.\d+)?)?/i, versioned('windows-ce', 'Windows CE')],
  [/\bWindows NT (\d+\.\d+)/i, ([, version = '']) => windowsOf(version)],
  [/\bWindows Version (\d+\.\d+) \(Build (\d+)/i, ([, version = '', build = '']) => windowsOf(version, Number(build))],
  [/\bMicrosoft-Windows(?:-NT)?\/(\d+\.\d+)/i, ([, version = '']) => windowsOf(version)],
  [/\bWindows (5\.\d|4\.0)\b/, ([, version = '']) => windowsOf(version)],
  [
    /\bWindows (2000|XP|Vista|7|8\.1|8|10|11|Server 20\d\d(?: R2)?)\b/i,
    ([, release = '']) => {
      const key = Object.entries(NT_VERSIONS).find(([, name]) => name.split(' or ').includes(release))?.[0];
      return { key: `windows/${key ?? '10.0'}/${release.toLowerCase()}`, name: `Windows ${release}` };
    },
  ],
  [/\b(?:MSFT (?:5\.0|98)|Microsoft-(?:IIS|HTTPAPI)\/|Win32|Win64)\b/, fixed('windows', 'Windows')],
  [/\bWindows\b/i, fixed('windows', 'Windows')],
  [/\bandroid-dhcp-(\d+(?:\.\d+)*)/i, versioned('linux/android', 'Android')],
  [/\bAndroid[ /](\d+(?:\.\d+)*)/i, versioned('linux/android', 'Android')],
  [/\bAndroid\b/i, fixed('linux/android', 'Android')],
  [/\b(?:iPhone OS|CPU OS|iOS)[ /](\d+(?:[._]\d+)*)/, versioned('apple-ios', 'iOS')],
  [/\bMac OS X (\d+(?:[._]\d+)*)/, versioned('macos', 'macOS')],
  [/\b(?:Darwin\/|macOS|Mac OS X)\b/, fixed('macos', 'macOS')],
  [/\bRaspbian\b/i, debian('linux/raspbian', 'Raspbian')],
  [/\bDebian\b/i, debian('linux/debian', 'Debian')],
  [/\bUbuntu[ /](\d\d\.\d\d)/i, versioned('linux/ubuntu', 'Ubuntu')],
  [/\bUbuntu\b/i, fixed('linux/ubuntu', 'Ubuntu')],
  [/\bCentOS\b/i, fixed('linux/centos', 'CentOS')],
  [/\bRed ?Hat\b/i, fixed('linux/red-hat', 'Red Hat Linux')],
  [/\bOpenWrt\b[ /]?(\d+(?:\.\d+)*)?/i, versioned('linux/openwrt', 'OpenWrt')],
  [/\bVxWorks[ /(]+(?:version )?(\d+(?:\.\d+)*)/i, versioned('vxworks', 'VxWorks')],
  [/\bVxWorks\b/i, fixed('vxworks', 'VxWorks')],
  [/\bQNX\b[ /]*(\d+(?:\.\d+)*)?/, versioned('qnx', 'QNX')],
  [/\bThreadX\b/i, fixed('threadx', 'ThreadX')],
  [/\bNucleus(?:\/| RTOS| PLUS)/, fixed('nucleus', 'Nucleus RTOS')],
  [/\bFreeBSD\b[ /-]*(\d+(?:\.\d+)*)?/i, versioned('freebsd', 'FreeBSD')],
  [/\bNetBSD\b[ /]*(\d+(?:\.\d+)*)?/i, versioned('netbsd', 'NetBSD')],
  [/\bOpenBSD\b[ /]*(\d+(?:\.\d+)*)?/i, versioned('openbsd', 'OpenBSD')],
  [/\b(?:SunOS|Solaris)\b[ /]*(\d+(?:\.\d+)*)?/i, versioned('solaris', 'Solaris')],
  [/\bCisco (?:IOS|Internetwork Operating System)\b.*?Version (\d+[\w.()]*)/is, versioned('cisco-ios', 'Cisco IOS')],
  [/\bCisco IOS\b/i, fixed('cisco-ios', 'Cisco IOS')],
  [/\bLinux\b/i, fixed('linux', 'Linux')],
  // BusyBox DHCP client, which runs on Linux only.
  [/^udhcpc? \d/, fixed('linux', 'Linux')],
];

/** The operating system that a text names, the most exact reading first; undefined when it names none. */
export function readOs(text: string): OsName | undefined {
  for (const [pattern, maker] of PATTERNS) {
    const match = pattern.exec(text);
    const os = match === null ? undefined : maker(match);
    if (os !== undefined) return os;
  }
  return undefined;
}
