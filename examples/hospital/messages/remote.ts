import { ascii, be16, be32, cat, le16, le32, u8 } from '../../../bench/captures/bytes.ts';
import type { Random } from '../../../bench/captures/random.ts';
import { ask, tell, type Turn } from '../network/tcp.ts';

function tpkt(...parts: readonly Buffer[]): Buffer {
  const body = cat(...parts);
  return cat(u8(3, 0), be16(body.length + 4), body);
}

/** The opening of RDP: a cookie with the account, and the agreement on TLS with CredSSP (MS-RDPBCGR 2.2.1.1). */
export function rdpOpening(account: string): Turn[] {
  const cookie = ascii(`Cookie: mstshash=${account}\r\n`);
  const wish = cat(u8(1, 0), le16(8), le32(3));
  const request = cat(u8(6 + cookie.length + wish.length, 0xe0), be16(0), be16(0), u8(0), cookie, wish);
  const agreed = cat(u8(2, 0x1f), le16(8), le32(2));
  const confirm = cat(u8(6 + agreed.length, 0xd0), be16(0), be16(0x1234), u8(0), agreed);
  return [ask(tpkt(request), 0.002), tell(tpkt(confirm), 0.004)];
}

/** A remote desktop of VNC that asks for no password: security type 1 (RFC 6143 §7.1). */
export function openVnc(random: Random, name: string, updates: number): Turn[] {
  const text = ascii(name);
  const format = u8(32, 24, 0, 1, 0, 255, 0, 255, 0, 255, 16, 8, 0, 0, 0, 0);
  const turns = [
    tell(ascii('RFB 003.008\n'), 0.004),
    ask(ascii('RFB 003.008\n'), 0.003),
    tell(u8(1, 1), 0.003),
    ask(u8(1), 0.002),
    tell(be32(0), 0.002),
    ask(u8(1), 0.002),
    tell(cat(be16(1280), be16(1024), format, be32(text.length), text), 0.004),
  ];
  for (let n = 0; n < updates; n++) {
    const area = cat(be16(0), be16(0), be16(16), be16(8));
    turns.push(
      ask(cat(u8(3, 1), area), 2),
      tell(cat(u8(0, 0), be16(1), area, be32(0), random.bytes(16 * 8 * 4)), 0.02),
    );
  }
  return turns;
}
