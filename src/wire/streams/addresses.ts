import { i32At, ipv4Text, ipv6Text } from '#bytes';
import { IPV6_ADDRESSES } from '../limits.ts';
import { KeyedRecords } from './keyed-records.ts';

/** Interns 128-bit addresses, so that the rest of the packet path compares one int32. */
export class Addresses {
  private readonly ipv6: KeyedRecords;
  private readonly scratch = new Uint8Array(16);

  constructor(seed: number) {
    this.ipv6 = new KeyedRecords(4, seed ^ 0x6a09e667, IPV6_ADDRESSES);
  }

  /** Id of the IPv6 address at `at`; -1 when there are too many. */
  internIpv6(bytes: Uint8Array, at: number): number {
    const a = i32At(bytes, at);
    const b = i32At(bytes, at + 4);
    const c = i32At(bytes, at + 8);
    const d = i32At(bytes, at + 12);
    const id = this.ipv6.find(a, b, c, d);
    return id >= 0 ? id : this.ipv6.add(a, b, c, d);
  }

  text(ipVersion: number, address: number): string {
    const scratch = this.scratch;
    if (ipVersion === 4) {
      putI32(scratch, 0, address);
      return ipv4Text(scratch, 0);
    }
    const ints = this.ipv6.intsOf(address);
    const base = this.ipv6.base(address);
    for (let word = 0; word < 4; word++) putI32(scratch, word * 4, ints[base + word]!);
    return ipv6Text(scratch, 0);
  }
}

function putI32(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value >>> 24;
  bytes[at + 1] = value >>> 16;
  bytes[at + 2] = value >>> 8;
  bytes[at + 3] = value;
}
