import type { Stack } from './stack.ts';
import type { Subnet } from './subnet.ts';

export interface Host {
  readonly mac: Buffer;
  readonly ip: Buffer;
  readonly subnet: Subnet;
  readonly stack: Stack;
  /** Identification of its last IPv4 packet. */
  ipId: number;
  /** Its last ephemeral port. */
  port: number;
}

const FIRST_PORT = 49_152;
const LAST_PORT = 65_000;

export function nextPort(host: Host): number {
  host.port = host.port >= LAST_PORT ? FIRST_PORT : host.port + 1;
  return host.port;
}
