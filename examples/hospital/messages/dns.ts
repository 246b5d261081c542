import { be16, be32, cat, dnsName, len16, len8 } from '../../../bench/captures/bytes.ts';

export const TYPE = { A: 1, PTR: 12, TXT: 16, AAAA: 28, SRV: 33 } as const;
const IN = 1;
const CACHE_FLUSH = 0x8000;
const QUERY = 0x0100;
const RESPONSE = 0x8580;
const NAME_ERROR = 0x8583;
const MULTICAST_RESPONSE = 0x8400;

const header = (id: number, flags: number, questions: number, answers: number, additional = 0): Buffer =>
  cat(be16(id), be16(flags), be16(questions), be16(answers), be16(0), be16(additional));

const question = (name: string, type: number): Buffer => cat(dnsName(name), be16(type), be16(IN));

/** A resource record (RFC 1035 §4.1.3). */
export const record = (name: string, type: number, ttl: number, data: Buffer, flush = false): Buffer =>
  cat(dnsName(name), be16(type), be16(IN | (flush ? CACHE_FLUSH : 0)), be32(ttl), len16(data));

export const query = (id: number, name: string, type: number = TYPE.A): Buffer =>
  cat(header(id, QUERY, 1, 0), question(name, type));

export const answer = (id: number, name: string, type: number, records: readonly Buffer[]): Buffer =>
  cat(header(id, records.length > 0 ? RESPONSE : NAME_ERROR, 1, records.length), question(name, type), ...records);

export const srv = (port: number, target: string): Buffer => cat(be16(0), be16(100), be16(port), dnsName(target));
export const txt = (entries: readonly string[]): Buffer =>
  cat(...entries.map((entry) => len8(Buffer.from(entry, 'utf8'))));

/** A question of mDNS or LLMNR. */
export const multicastQuery = (id: number, name: string, type: number): Buffer =>
  cat(header(id, 0, 1, 0), question(name, type));

export interface Service {
  /** For example `_ipp._tcp`. */
  readonly type: string;
  readonly instance: string;
  readonly port: number;
  readonly text: readonly string[];
}

/** Everything that a host says of itself by DNS-SD (RFC 6763 §4). */
export function announcement(host: string, ip: Buffer, services: readonly Service[]): Buffer {
  const own = `${host}.local`;
  const records = services.flatMap(({ type, instance, port, text }) => {
    const name = `${instance}.${type}.local`;
    return [
      record(`${type}.local`, TYPE.PTR, 4500, dnsName(name)),
      record(name, TYPE.SRV, 120, srv(port, own), true),
      record(name, TYPE.TXT, 4500, txt(text.length > 0 ? text : ['']), true),
    ];
  });
  records.push(record(own, TYPE.A, 120, ip, true));
  return cat(header(0, MULTICAST_RESPONSE, 0, records.length), ...records);
}
