/** Kinds of anomaly that no protocol owns, by their whole name. */
const kinds: Readonly<Record<string, string>> = {
  'addresses-full': 'More addresses than are kept',
  'arp-sender-is-no-host': 'ARP from an address that cannot be a host',
  'capture-block': 'Damaged block in the file',
  'capture-block-too-long': 'Block in the file longer than allowed',
  'capture-cut': 'The file ends in the middle of a packet',
  'capture-damaged': 'The file is damaged',
  'capture-format': 'The file is no pcap or pcapng',
  'capture-section-version': 'Section of an unknown version',
  'fragment-bounds': 'IP fragment beyond its packet',
  'fragment-overlap': 'IP fragments that overlap',
  'fragments-dropped': 'IP fragments without their rest',
  'ipv6-extension-headers': 'Too many IPv6 extension headers',
  'link-headers': 'Headers of the link not as the standard says',
  'link-type-unread': 'Link type that is not read',
  'message-too-long': 'Message longer than is kept',
  other: 'Other',
  'reassembly-evicted': 'Stream given up for want of room',
  'streams-full': 'More connections at a time than are followed',
  'tcp-gap': 'Bytes of a connection missing from the capture',
  'tunnel-depth': 'Tunnels nested too deep',
};

/** The last part of a kind after the name of its protocol. */
const problems: Readonly<Record<string, string>> = {
  address: 'an address is not valid',
  banner: 'the banner is not valid',
  'banner-missing': 'the banner is missing',
  checksum: 'a checksum does not fit',
  command: 'a command is not valid',
  cut: 'a message ends too early',
  framing: 'the framing is not valid',
  'framing-lost': 'the framing was lost',
  header: 'a header is not valid',
  length: 'a length does not fit',
  malformed: 'a message is not valid',
  message: 'a message is not valid',
  name: 'a name is not valid',
  'option-past-end': 'an option reaches past the end',
  'past-end': 'a field reaches past the end',
  question: 'a question is not valid',
  record: 'a record is not valid',
  unframed: 'a message came without its framing',
  version: 'the version is not known',
};

export const anomalies = {
  kinds,
  problems,
  of: (protocol: string, problem: string) => `${protocol}: ${problem}`,
  not: (part: string) => `"${part}" is not as the standard says`,
};
