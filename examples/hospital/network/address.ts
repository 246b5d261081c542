/** Hardware and network addresses as the bytes that go over the wire. */
export const macOf = (text: string): Buffer => Buffer.from(text.replaceAll(/[:-]/g, ''), 'hex');
export const ipOf = (text: string): Buffer => Buffer.from(text.split('.').map(Number));

export const macText = (mac: Buffer): string => [...mac].map((byte) => byte.toString(16).padStart(2, '0')).join(':');
export const ipText = (ip: Buffer): string => [...ip].join('.');

export const BROADCAST_MAC = macOf('ff:ff:ff:ff:ff:ff');
export const BROADCAST_IP = ipOf('255.255.255.255');
export const NO_MAC = macOf('00:00:00:00:00:00');
export const NO_IP = ipOf('0.0.0.0');

/** The hardware address that an IPv4 multicast group is sent to (RFC 1112 §6.4). */
export const multicastMac = (group: Buffer): Buffer =>
  Buffer.from([1, 0, 0x5e, group[1]! & 0x7f, group[2]!, group[3]!]);

/** The EUI-64 of a hardware address, as IHE device messages write it: `00095CFFFE1000A1`. */
export const eui64 = (mac: Buffer): string =>
  Buffer.concat([mac.subarray(0, 3), Buffer.from([0xff, 0xfe]), mac.subarray(3)])
    .toString('hex')
    .toUpperCase();
