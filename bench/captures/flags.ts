export const USAGE = `Deterministic synthetic hospital traffic as classic pcap files.
The same flags and seed give the same bytes. The four big kinds take about a minute together and need 5 GB of disk.

usage: node bench/make-captures.ts KIND [--out FILE] [flags]

KIND (each is a preset; any flag overrides it)
  mixed   ~1.5 GB   10k hosts, 500k exchanges of the whole protocol mix (the main benchmark)
  small   ~1.1 GB   10M packets of 64-128 bytes (per-packet cost)
  bulk    ~1.5 GB   DICOM C-STORE and HTTP downloads in 1514-byte frames (per-byte cost)
  churn   ~0.3 GB   1M flows of 2-8 packets each (flow table growth and ageing)
  sample  ~1 MB     a little of everything (unit tests, looking at in Wireshark)

FLAGS
  --out FILE        output file; '-' writes to standard output    (default KIND.pcap)
  --seed N          seed of the generator                         (1)
  --hosts N         number of client hosts
  --flows N         number of exchanges (a TCP connection, a DHCP lease, a DNS lookup ...)
  --packets N       stop after N packets (0: when the flows are used up)
  --bytes N         stop after N bytes of file; K, M and G allowed (0: likewise)
  --seconds N       capture time over which the flows start
  --mix LIST        weights, e.g. dns=3,dicom=1; kinds not named are left out
                    (arp bacnet dhcp dicom dns hl7 http mdns ntp smb snmp tcpopen telemetry tls)
  --bulk X          scales image and download sizes (1)
  --vlan P          share of hosts behind an 802.1Q tag (0.2)
  --ipv6 P          share of dns, tls and http exchanges over IPv6 (0.1)
  --loss P          share of TCP data segments left out of the capture (0)
  --reorder P       share of TCP data segments swapped with the sender's next one (0)
  --retrans P       share of TCP data segments captured twice (0)
  --noclose P       share of TCP connections that never close (0.05)
  --snaplen N       cut frames to N bytes (65535)
  --truth FILE      also write what the capture truly holds, as JSON: packets, bytes and
                    exchanges by protocol, and each host seen with its address and identity

EXAMPLES
  node bench/make-captures.ts sample --out sample.pcap --truth sample.json
  node bench/make-captures.ts mixed --flows 50000 --loss 0.01 --reorder 0.02 --out rough.pcap
  node bench/make-captures.ts small --packets 1000000 --out - | tcpdump -nr - | tail -3

NOTES
  All persons, hosts and results in the captures are invented. MAC addresses are locally
  administered (first byte 02). Addresses are from 10.0.0.0/8 and fd00:10::/32, names under
  hospital.example. The network is flat: the MAC addresses are the end hosts' own. TLS
  certificates are well-formed but their signatures are random bytes, and so is everything
  said to be encrypted.
`;

const FULL_MIX = 'dns=30,tls=14,snmp=12,hl7=8,ntp=8,http=6,bacnet=6,telemetry=4,mdns=4,arp=4,smb=3,dhcp=3,dicom=1';

const NUMBERS = {
  seed: 1,
  hosts: 1000,
  flows: 10_000,
  packets: 0,
  bytes: 0,
  seconds: 600,
  bulk: 1,
  vlan: 0.2,
  ipv6: 0.1,
  loss: 0,
  reorder: 0,
  retrans: 0,
  noclose: 0.05,
  snaplen: 65_535,
};
const TEXTS = { mix: FULL_MIX, out: '', truth: '' };

type NumberFlag = keyof typeof NUMBERS;
type TextFlag = keyof typeof TEXTS;

export type CaptureOptions = Readonly<Record<NumberFlag, number>> &
  Readonly<Record<TextFlag, string>> & {
    /** HTTP is one large download each, from the update server. */
    readonly bigHttp: boolean;
  };

export const DEFAULTS: CaptureOptions = { ...NUMBERS, ...TEXTS, bigHttp: false };

export type CaptureKind = 'mixed' | 'small' | 'bulk' | 'churn' | 'sample';

const ENDLESS = 1e9;

export const PRESETS: Readonly<Record<CaptureKind, Partial<CaptureOptions>>> = {
  mixed: { hosts: 10_000, flows: 500_000, seconds: 3600, mix: FULL_MIX },
  small: {
    hosts: 10_000,
    flows: ENDLESS,
    packets: 10e6,
    seconds: 4e6,
    bulk: 0.05,
    ipv6: 0,
    mix: 'telemetry=60,ntp=12,dns=12,bacnet=8,arp=8',
  },
  bulk: {
    hosts: 500,
    flows: ENDLESS,
    bytes: 1.5e9,
    seconds: 3e8,
    bulk: 3,
    vlan: 0,
    ipv6: 0,
    mix: 'dicom=50,http=50',
    bigHttp: true,
  },
  churn: {
    hosts: 50_000,
    flows: 1e6,
    seconds: 3600,
    bulk: 0.02,
    noclose: 0.5,
    mix: 'dns=30,snmp=25,ntp=25,tcpopen=20',
  },
  sample: { hosts: 60, flows: 600, seconds: 60, bulk: 0.3, mix: FULL_MIX },
};

/** All flags of a capture; `changes` wins over the preset of its kind. */
export function optionsOf(kind: CaptureKind, changes: Partial<CaptureOptions>): CaptureOptions {
  return { ...DEFAULTS, out: `${kind}.pcap`, ...PRESETS[kind], ...changes };
}

const isKind = (text: string | undefined): text is CaptureKind => text !== undefined && Object.hasOwn(PRESETS, text);
const isNumberFlag = (text: string): text is NumberFlag => Object.hasOwn(NUMBERS, text);
const isTextFlag = (text: string): text is TextFlag => Object.hasOwn(TEXTS, text);

const MULTIPLES: Readonly<Record<string, number>> = { '': 1, K: 1e3, M: 1e6, G: 1e9 };

/** @throws RangeError with a sentence for the person who typed it. */
export function parseFlags(args: readonly string[]): CaptureOptions {
  const [kind, ...rest] = args;
  if (!isKind(kind)) throw new RangeError(`unknown kind '${kind}' (${Object.keys(PRESETS).join(', ')})`);
  const changes: Partial<Record<NumberFlag, number>> & Partial<Record<TextFlag, string>> = {};
  for (let at = 0; at < rest.length; at++) {
    const match = /^--([a-z0-9]+)(?:=(.*))?$/.exec(rest[at]!);
    const name = match?.[1] ?? '';
    const value = match?.[2] ?? rest[at + 1];
    if (match?.[2] === undefined) at++;
    if (isNumberFlag(name)) changes[name] = parseNumber(name, value);
    else if (isTextFlag(name) && value !== undefined) changes[name] = value;
    else throw new RangeError(`unknown flag '${match === null ? rest[at - 1] : match[0]}', or its value is missing`);
  }
  return optionsOf(kind, changes);
}

function parseNumber(flag: string, text: string | undefined): number {
  const match = /^(\d+(?:\.\d+)?(?:e\d+)?)([KMG]?)B?$/i.exec(text ?? '');
  if (match === null) throw new RangeError(`--${flag} wants a number, not '${text}'`);
  return Number(match[1]) * MULTIPLES[match[2]!.toUpperCase()]!;
}
