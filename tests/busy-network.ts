import { bytesOf, ethernet, ipv4, macOf, pcap, u16, udp } from './packets.ts';

const SERVER = '10.7.255.1';
const DNS_PORT = 53;
const FIRST_PORT = 20_000;

/** A DNS question (RFC 1035 §4) from one host for one name. */
function question(host: number, name: number): Uint8Array {
  const from = `10.7.${host >> 8}.${host & 0xff || 254}`;
  const labels = [`s${name}`, `host${host}`, 'example'].flatMap((label) => [label.length, ...bytesOf(label)]);
  const message = bytesOf(u16(name), u16(0x0100), u16(1), u16(0), u16(0), u16(0), labels, [0], u16(1), u16(1));
  const packet = ipv4({ from, to: SERVER, protocol: 17 }, udp(FIRST_PORT + name, DNS_PORT, message));
  return ethernet(macOf(from), macOf(SERVER), 0x0800, packet);
}

/**
 * A capture of many small conversations, long enough to be interrupted: `hosts` clients ask one server for `names` names
 * each, again and again.
 */
export function busyNetwork(packets: number, hosts: number, names: number): Uint8Array {
  const questions = Array.from({ length: hosts * names }, (_, at) => question(at % hosts, Math.floor(at / hosts)));
  return pcap(Array.from({ length: packets }, (_, at) => questions[at % questions.length]!));
}
