import type { Evidence } from '../device.ts';
import type { ConclusionRule } from './conclusion.ts';
import type { Lookups } from './lookups.ts';
import { type OsName, readOs, windowsOf } from './os-names.ts';
import type { Portrait } from './portrait.ts';
import { Tally } from './scoring.ts';
import { sourceOf } from './weights.ts';

/** Initial time to live 128 is the habit of Windows, and of a few others; it never stands alone. */
const BY_TIME_TO_LIVE = 0.8;
/** What a server is built for, not what it runs on. */
const BY_BANNER = 0.8;
/** Kinds whose texts name operating systems. */
const TEXTS: ReadonlySet<string> = new Set(['system-seen', 'software-seen']);
const MORE_TEXTS: ReadonlySet<string> = new Set(['lldp.system-description', 'cdp.software']);

export const os: ConclusionRule = {
  id: 'os',
  wouldHelp: ['ntlm.os', 'snmp.description', 'ssh.banner', 'smb.native-os', 'http.user-agent'],
  conclude(portrait, lookups) {
    const claims: Claim[] = [];
    for (const item of portrait.evidence.all) {
      if (TEXTS.has(item.factKind) || MORE_TEXTS.has(item.attribute)) claims.push(...read(item, lookups));
    }
    claims.push(...stackClaims(portrait));
    return concludeOs(speaksSamba(portrait) ? claims.filter((claim) => !isWindowsShare(claim)) : claims);
  },
};

/** The first build of NT 10.0; those before it repeat over versions. */
const NT_10_BUILD = 10_240;

/** Samba answers as the Windows that its clients expect. */
function speaksSamba(portrait: Portrait): boolean {
  return ['smb.native-lan-manager', 'smb.native-os'].some((attribute) =>
    portrait.evidence.of(attribute).some(({ value }) => /\bSamba\b/i.test(value)),
  );
}

const isWindowsShare = ({ os, item }: Claim): boolean =>
  os.key.startsWith('windows') && /^(?:smb|browser|ntlm)\./.test(item.attribute);

interface Claim {
  readonly os: OsName;
  readonly weight: number;
  readonly item: Evidence;
}

function read(item: Evidence, lookups: Lookups): Claim[] {
  const { attribute, value, weight } = item;
  if (attribute === 'ntlm.os') {
    const [, version = '', build = ''] = /^(\d+\.\d+)\.(\d+)$/.exec(value) ?? [];
    const windows = windowsOf(version, Number(build));
    return windows === undefined ? [] : [{ os: windows, weight, item }];
  }
  if (attribute === 'rdp.client-build') {
    const build = Number(value);
    const windows = build >= NT_10_BUILD ? windowsOf('10.0', build) : undefined;
    return windows === undefined ? [] : [{ os: windows, weight, item }];
  }
  if (attribute === 'browser.os') {
    // Samba announces an NT version too, so this alone does not say Windows for sure.
    const windows = windowsOf(value);
    return windows === undefined ? [] : [{ os: windows, weight: weight / 2, item }];
  }
  const named = lookups.osOf(value);
  if (named !== undefined) return [{ os: named, weight, item }];
  const known = lookups.bannerOf(attribute, value)?.os;
  const os = readOs(`${known?.product ?? ''} ${known?.version ?? ''}`.trim());
  return os === undefined ? [] : [{ os, weight: weight * BY_BANNER, item }];
}

function stackClaims(portrait: Portrait): Claim[] {
  return portrait.evidence
    .of('tcp.stack')
    .filter((item) => /^syn(?:-ack)?(?::[46]:|;ttl=)128[:;]/.test(item.value))
    .map((item) => ({ os: { key: 'windows', name: 'Windows' }, weight: item.weight * BY_TIME_TO_LIVE, item }));
}

function concludeOs(claims: readonly Claim[]) {
  const tally = new Tally();
  // Emulations of Windows (Samba, Wine) exist on other systems; the other way round the system is shown by its own programs.
  for (const { os, weight, item } of claims) tally.add(os.name, weight, sourceOf(item.attribute), item, os.key);
  const keys = [...tally.keys()].sort((a, b) => a.length - b.length || (a < b ? -1 : 1));
  for (const [at, key] of keys.entries()) {
    const exact = keys.slice(at + 1).filter((other) => other.startsWith(`${key}/`));
    const best = exact.sort((a, b) => tally.score(b) - tally.score(a) || (a < b ? -1 : 1))[0];
    if (best !== undefined) tally.merge(key, best);
  }
  return tally.conclude();
}
