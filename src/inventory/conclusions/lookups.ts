import { type OsName, readOs } from './os-names.ts';
import type {
  DeviceType,
  DicomImplementation,
  FingerprintField,
  FingerprintMatch,
  Knowledge,
  MakerMatch,
  ModelMatch,
  NameContext,
  OuiMaker,
  TypeGuess,
  VendorHint,
} from '#knowledge';

/** Answers remembered per kind of question; when full it starts over, so that a flood of names costs time, not memory. */
const ANSWERS = 65_536;

/** Asks once; thousands of devices of a hospital lead to the same questions. */
function remembered<Answer>(ask: (a: string, b: string) => Answer): (a: string, b: string) => Answer {
  const answers = new Map<string, Map<string, Answer>>();
  let size = 0;
  return (a, b) => {
    const known = answers.get(b)?.get(a);
    if (known !== undefined || answers.get(b)?.has(a) === true) return known as Answer;
    if (size >= ANSWERS) {
      answers.clear();
      size = 0;
    }
    const answer = ask(a, b);
    let row = answers.get(b);
    if (row === undefined) answers.set(b, (row = new Map<string, Answer>()));
    row.set(a, answer);
    size++;
    return answer;
  };
}

/** Attributes whose text the fingerprint collection knows, with its name for them. */
const BANNER_FIELDS: Readonly<Record<string, FingerprintField>> = {
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
};
/** Of the text of a hardware address, `00:09:fb:10:0`. */
const BLOCK_LENGTH = 13;

/** SSH identification strings are known without the protocol in front (RFC 4253 §4.2). */
const SSH_PROTOCOL = /^SSH-[\d.]+-/;

/** Questions to knowledge, each asked once. */
export class Lookups {
  private readonly knowledge: Knowledge;
  private readonly holders: (mac: string, unused: string) => OuiMaker | undefined;
  private readonly makers: (text: string, context: string) => MakerMatch | undefined;
  private readonly models: (text: string, manufacturer: string) => ModelMatch | undefined;
  private readonly modelTypes: (text: string, manufacturer: string) => TypeGuess | undefined;
  private readonly words: (text: string, manufacturer: string) => readonly TypeGuess[];
  private readonly banners: (text: string, field: string) => FingerprintMatch | undefined;
  private readonly systems: (text: string, unused: string) => OsName | undefined;
  readonly implementationOf: (classUid: string, versionName: string) => DicomImplementation;

  constructor(knowledge: Knowledge) {
    this.knowledge = knowledge;
    this.holders = remembered((mac) => knowledge.makerFromOui(mac));
    this.makers = remembered((text, context) => knowledge.makerFromName(text, context as NameContext));
    this.models = remembered((text, manufacturer) => knowledge.models.match(manufacturer, text));
    this.modelTypes = remembered((text, manufacturer) => knowledge.typeFromModel(manufacturer, text));
    this.words = remembered((text, manufacturer) => knowledge.typeFromWords(text, manufacturer));
    this.banners = remembered((text, field) => knowledge.fingerprints.match(field as FingerprintField, text));
    this.systems = remembered((text) => readOs(text));
    this.implementationOf = remembered((uid, name) => knowledge.dicomImplementations.lookUp(uid, name));
  }

  /** Of any address of a block: the smallest blocks of the registry fix 36 bits. */
  makerOfMac(mac: string): OuiMaker | undefined {
    return this.holders(`${mac.slice(0, BLOCK_LENGTH)}0:00`, '');
  }

  makerOfName(text: string, context: NameContext): MakerMatch | undefined {
    return this.makers(text, context);
  }

  /** Canonical name of the holder of an IANA enterprise number, if it makes devices. */
  makerOfNumber(number: string): string | undefined {
    return this.knowledge.enterpriseNumbers.byNumber(Number(number))?.manufacturer || undefined;
  }

  makerOfOid(oid: string): string | undefined {
    return this.knowledge.enterpriseNumbers.byOid(oid)?.manufacturer || undefined;
  }

  makerOfCreator(creator: string): VendorHint | undefined {
    return this.knowledge.dicomImplementations.vendorOfCreator(creator);
  }

  /** `manufacturer`: canonical name, or empty. */
  modelOf(text: string, manufacturer: string): ModelMatch | undefined {
    return this.models(text, manufacturer);
  }

  typeOfModality(code: string): TypeGuess | undefined {
    return this.knowledge.typeFromModality(code);
  }

  /** `manufacturer`: canonical name, or empty. */
  typeOfModel(text: string, manufacturer: string): TypeGuess | undefined {
    return this.modelTypes(text, manufacturer);
  }

  /**
   * Kinds of device that the words of a text point to, the best first; products of other makers are left out.
   *
   * @param manufacturer canonical name, or empty
   */
  typesOfWords(text: string, manufacturer: string): readonly TypeGuess[] {
    return this.words(text, manufacturer);
  }

  /** The operating system that a text names. */
  osOf(text: string): OsName | undefined {
    return this.systems(text, '');
  }

  deviceType(id: string): DeviceType | undefined {
    return this.knowledge.deviceTypes.byId(id);
  }

  /** What the text of an attribute is known to come from. */
  bannerOf(attribute: string, text: string): FingerprintMatch | undefined {
    const field = BANNER_FIELDS[attribute];
    if (field === undefined) return undefined;
    return this.banners(attribute === 'ssh.banner' ? text.replace(SSH_PROTOCOL, '') : text, field);
  }
}
