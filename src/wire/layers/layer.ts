/** What comes next in a packet. Plain numbers, because they are compared a few times for every packet. */
export const STOP = 0;
export const ETHERNET = 1;
export const ETHER_TYPE = 2;
export const LLC = 3;
export const IP = 4;
export const IPV4 = 5;
export const IPV6 = 6;
export const TRANSPORT = 7;
export const LINK_PROTOCOL = 8;
export const PPP = 9;
export type Layer = number;

/** Assigned Internet Protocol Numbers (IANA) that the packet path treats by name. */
export const PROTOCOL_IPV4 = 4;
export const PROTOCOL_TCP = 6;
export const PROTOCOL_UDP = 17;
export const PROTOCOL_IPV6 = 41;
export const PROTOCOL_GRE = 47;
export const PROTOCOL_AH = 51;

/** EtherTypes (IEEE registration authority) of the layers read here. */
export const TYPE_IPV4 = 0x0800;
export const TYPE_IPV6 = 0x86dd;
export const TYPE_VLAN = 0x8100;
export const TYPE_QINQ = 0x88a8;
export const TYPE_BRIDGING = 0x6558;
