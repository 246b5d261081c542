import { bytesOf, ethernet, ipv4, macOf, pcap, u16, udp } from './packets.ts';

/** DNS questions (RFC 1035 §4): each host asks for names of its own, some of them again and again. */
function question(id: number, name: string): Uint8Array {
  const labels = name.split('.').flatMap((label) => [label.length, ...bytesOf(label)]);
  return bytesOf(u16(id), u16(0x0100), u16(1), u16(0), u16(0), u16(0), labels, [0], u16(1), u16(1));
}

/** A capture of many small conversations, long enough to be interrupted: `hosts` clients ask one server for `names` names each. */
export function busyNetwork(packets: number, hosts: number, names: number): Uint8Array {
  const server = '10.7.255.1';
  const frames: Uint8Array[] = [];
  for (let at = 0; at < packets; at++) {
    const host = at % hosts;
    const from = `10.7.${host >> 8}.${host & 0xff || 254}`;
    const name = `s${(at * 7919) % names}.host${host}.example`;
    const payload = ipv4({ from, to: server, protocol: 17 }, udp(20_000 + (at % 997), 53, question(at & 0xffff, name)));
    frames.push(ethernet(macOf(from), macOf(server), 0x0800, payload));
  }
  return pcap(frames);
}
