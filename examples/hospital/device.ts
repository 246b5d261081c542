import type { Random } from '../../bench/captures/random.ts';
import { type Certificate } from './messages/certificate.ts';
import { ipOf } from './network/address.ts';
import type { Host } from './network/host.ts';
import type { Stack } from './network/stack.ts';
import { OUTSIDE, SUBNETS, type Subnet, type SubnetId } from './network/subnet.ts';
import type { Place } from './people/places.ts';

/** What somebody makes and sells. */
export interface Product {
  /** Id in the tables of device types; absent for what nobody could name. */
  readonly typeId?: string;
  readonly manufacturer: string;
  readonly model: string;
  /** The hexadecimal digits that its hardware addresses begin with, 24, 28 or 36 bits of them. */
  readonly oui: string;
  readonly stack: Stack;
  readonly software?: string;
  readonly os?: string;
}

/** What a sensor could find to complain about. */
export type Weakness =
  | 'cleartext-personal-data'
  | 'cleartext-credential'
  | 'default-community'
  | 'anonymous-login'
  | 'telnet'
  | 'smb1'
  | 'old-tls'
  | 'expired-certificate'
  | 'no-authentication'
  | 'outside-connection';

/** One unit that stands somewhere in the hospital. */
export interface Device extends Host {
  readonly kind: string;
  /** From 1 within its kind. */
  readonly number: number;
  /** Host name. */
  readonly name: string;
  readonly serial: string;
  readonly product: Product;
  readonly place: Place;
  readonly addressing: 'lease' | 'fixed';
  readonly weaknesses: Set<Weakness>;
  certificate?: Certificate;
}

export interface Placement {
  readonly subnet: SubnetId;
  readonly product: Product;
  readonly name: string;
  readonly serial: string;
  readonly place: Place;
  /** Absent: its address is leased. */
  readonly addressing?: 'lease' | 'fixed';
  /** Addresses that are decided elsewhere. */
  readonly known?: { readonly mac: Buffer; readonly ip: Buffer };
}

/** A serial number as makers stamp them: digits that do not simply count. */
export const serialNumber = (prefix: string, number: number, digits = 6): string =>
  `${prefix}${String((number * 7919 + prefix.length * 104_729 + prefix.charCodeAt(0) * 31) % 10 ** digits).padStart(digits, '0')}`;

/** Two digits or more, as in the names of things that are counted. */
export const counted = (number: number, digits = 2): string => String(number).padStart(digits, '0');

const FIRST_HOST = 11;
const LAST_HOST = 254;
const MAC_DIGITS = 12;

/** Everything that stands in the hospital. */
export class Site {
  readonly devices: Device[] = [];
  private readonly byKind = new Map<string, Device[]>();
  private readonly nextAddress = new Map<Subnet, number>();
  private readonly random: Random;

  constructor(random: Random) {
    this.random = random;
  }

  add(kind: string, { subnet, product, name, serial, place, addressing = 'lease', known }: Placement): Device {
    const siblings = this.all(kind);
    const at = SUBNETS[subnet];
    const device: Device = {
      ...(known === undefined
        ? this.host(at, product)
        : { ...known, subnet: at, stack: product.stack, ...this.counters() }),
      kind,
      number: siblings.length + 1,
      name,
      serial,
      product,
      place,
      addressing,
      weaknesses: new Set(),
    };
    this.devices.push(device);
    this.byKind.set(kind, [...siblings, device]);
    return device;
  }

  /** All devices of a kind, in the order in which they were added. */
  all(kind: string): readonly Device[] {
    return this.byKind.get(kind) ?? [];
  }

  /** The first device of a kind that the hospital must have. */
  the(kind: string): Device {
    const device = this.all(kind)[0];
    if (device === undefined) throw new RangeError(`the hospital has no ${kind}`);
    return device;
  }

  /** Somebody outside the hospital. */
  outside(number: number, stack: Stack): Host {
    const mac = Buffer.alloc(6);
    return { mac, ip: ipOf(`${OUTSIDE.prefix}.${number}`), subnet: OUTSIDE, stack, ...this.counters() };
  }

  private host(subnet: Subnet, product: Product): Host {
    const last = this.nextAddress.get(subnet) ?? FIRST_HOST;
    if (last > LAST_HOST) throw new RangeError(`no address left in ${subnet.id}`);
    this.nextAddress.set(subnet, last + 1);
    const digits = MAC_DIGITS - product.oui.length;
    const unit = Math.floor(this.random.fraction() * 16 ** digits);
    const mac = Buffer.from(product.oui + unit.toString(16).padStart(digits, '0'), 'hex');
    return { mac, ip: ipOf(`${subnet.prefix}.${last}`), subnet, stack: product.stack, ...this.counters() };
  }

  private counters(): { ipId: number; port: number } {
    return { ipId: this.random.u32() & 0xffff, port: 49_152 + this.random.below(8000) };
  }
}
