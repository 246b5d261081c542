import type { KnownBanner, KnownImplementation, KnownMaker, KnownModel, KnownType, Knowledge } from '../ports.ts';

/** Answers remembered per question; when full it starts over, so that a flood of host names costs time, not memory. */
const ANSWERS = 65_536;

/** Remembers answers: thousands of devices of a hospital ask the same. */
function remembered<Answer>(ask: (a: string, b: string) => Answer): (a: string, b: string) => Answer {
  const answers = new Map<string, Map<string, Answer>>();
  let size = 0;
  return (a, b) => {
    let row = answers.get(b);
    const known = row?.get(a);
    if (known !== undefined || row?.has(a) === true) return known as Answer;
    if (size >= ANSWERS) {
      answers.clear();
      size = 0;
      row = undefined;
    }
    const answer = ask(a, b);
    if (row === undefined) answers.set(b, (row = new Map<string, Answer>()));
    row.set(a, answer);
    size++;
    return answer;
  };
}

/** Attributes whose text the fingerprint collection knows, with its name for them. */
const BANNER_FIELDS: Readonly<Record<string, string>> = {
  'dhcp.vendor-class': 'dhcp_vendor_class',
  'ftp.banner': 'ftp.banner',
  'http.server': 'http_header.server',
  'ssdp.server': 'http_header.server',
  'rtsp.server': 'rtsp_header.server',
  'sip.server': 'sip_header.server',
  'sip.user-agent': 'sip_header.user_agent',
  'smb.native-lan-manager': 'smb.native_lm',
  'smb.native-os': 'smb.native_os',
  'snmp.description': 'snmp.sys_description',
  'snmp.object-id': 'snmp.sys_object_id',
  'ssh.banner': 'ssh.banner',
  'telnet.banner': 'telnet.banner',
  'tls.certificate.subject': 'x509.subject',
  'tls.certificate.issuer': 'x509.issuer',
};

/** SSH identification strings are known without the protocol in front (RFC 4253 §4.2). */
const SSH_PROTOCOL = /^SSH-[\d.]+-/;

/** Questions to knowledge, each asked once. */
export class Lookups {
  readonly makerOfMac: (mac: string) => KnownMaker | undefined;
  readonly makerOfName: (text: string, context: 'medical' | 'any') => KnownMaker | undefined;
  /** `manufacturer`: canonical name, or empty. */
  readonly modelOf: (text: string, manufacturer: string) => KnownModel | undefined;
  readonly typesOfWords: (text: string, manufacturer: string) => readonly KnownType[];
  readonly implementationOf: (classUid: string, versionName: string) => KnownImplementation;
  readonly knowledge: Knowledge;
  private readonly banners: (text: string, field: string) => KnownBanner | undefined;

  constructor(knowledge: Knowledge) {
    this.knowledge = knowledge;
    const makers = remembered((text, context) => knowledge.makerFromName(text, context === 'any' ? 'any' : 'medical'));
    const ofMac = remembered((block) => knowledge.makerFromOui(block));
    this.makerOfMac = (mac) => ofMac(mac, '');
    this.makerOfName = (text, context) => makers(text, context);
    this.modelOf = remembered((text, manufacturer) => knowledge.typeFromModel(manufacturer, text));
    this.typesOfWords = remembered((text, manufacturer) => knowledge.typeFromWords(text, manufacturer));
    this.implementationOf = remembered((uid, name) => knowledge.dicomImplementation(uid, name));
    this.banners = remembered((text, field) => knowledge.banner(field, text));
  }

  /** What the text of an attribute is known to come from. */
  bannerOf(attribute: string, text: string): KnownBanner | undefined {
    const field = BANNER_FIELDS[attribute];
    if (field === undefined) return undefined;
    return this.banners(attribute === 'ssh.banner' ? text.replace(SSH_PROTOCOL, '') : text, field);
  }
}
