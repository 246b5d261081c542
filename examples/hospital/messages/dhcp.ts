import { ascii, be16, be32, cat, len8, u8, zeros } from '../../../bench/captures/bytes.ts';
import { NO_IP } from '../network/address.ts';

const MAGIC = 0x63825363;
const LEASE_S = 8 * 3600;
const BROADCAST_FLAG = 0x8000;

const option = (code: number, ...parts: readonly Buffer[]): Buffer => cat(u8(code), len8(...parts));
const text = (code: number, value: string): Buffer => option(code, ascii(value));

/** How a client asks: the order of options and wishes tells its software. */
export interface DhcpClient {
  /** Option 55, in order. */
  readonly wishes: readonly number[];
  /** Option 60. */
  readonly vendorClass?: string;
  /** Option 161, RFC 8520 §11. */
  readonly mudUrl?: string;
}

export interface Lease {
  readonly mac: Buffer;
  readonly ip: Buffer;
  readonly hostName: string;
  readonly client: DhcpClient;
  readonly server: Buffer;
  readonly router: Buffer;
  readonly resolvers: readonly Buffer[];
  readonly domain: string;
  readonly transaction: number;
}

type Addresses = Readonly<{ client?: Buffer; yours?: Buffer; relay?: Buffer }>;

function message(lease: Lease, operation: number, addresses: Addresses, options: readonly Buffer[]): Buffer {
  const { client = NO_IP, yours = NO_IP, relay = NO_IP } = addresses;
  const flags = be16(client === NO_IP && operation === 1 ? BROADCAST_FLAG : 0);
  const fixed = cat(u8(operation, 1, 6, relay === NO_IP ? 0 : 1), be32(lease.transaction), be16(0), flags);
  const ends = cat(client, yours, NO_IP, relay, lease.mac, zeros(10 + 64 + 128), be32(MAGIC));
  return cat(fixed, ends, ...options, u8(255));
}

function about({ mac, hostName, client }: Lease): Buffer[] {
  const options = [option(61, u8(1), mac), text(12, hostName)];
  if (client.vendorClass !== undefined) options.push(text(60, client.vendorClass));
  options.push(option(55, u8(...client.wishes)));
  if (client.mudUrl !== undefined) options.push(text(161, client.mudUrl));
  return options;
}

const given = (lease: Lease): Buffer[] => [
  option(54, lease.server),
  option(51, be32(LEASE_S)),
  option(1, u8(255, 255, 255, 0)),
  option(3, lease.router),
  option(6, ...lease.resolvers),
  text(15, lease.domain),
];

const type = (value: number): Buffer => option(53, u8(value));

/** The four messages of a first lease, as a relay shows them to the client's segment (RFC 2131 §3.1, §4.1). */
export const discover = (lease: Lease): Buffer => message(lease, 1, {}, [type(1), ...about(lease)]);
export const offer = (lease: Lease): Buffer =>
  message(lease, 2, { yours: lease.ip, relay: lease.router }, [type(2), ...given(lease)]);
export const request = (lease: Lease): Buffer =>
  message(lease, 1, {}, [type(3), ...about(lease), option(50, lease.ip), option(54, lease.server)]);
export const acknowledge = (lease: Lease): Buffer =>
  message(lease, 2, { yours: lease.ip, relay: lease.router }, [type(5), ...given(lease)]);

/** Renewal, straight to the server (RFC 2131 §4.4.5). */
export const renew = (lease: Lease): Buffer => message(lease, 1, { client: lease.ip }, [type(3), ...about(lease)]);
export const renewed = (lease: Lease): Buffer =>
  message(lease, 2, { client: lease.ip, yours: lease.ip }, [type(5), ...given(lease)]);
