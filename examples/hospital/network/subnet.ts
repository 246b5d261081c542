import { ipOf, macOf } from './address.ts';

/** One segment of the hospital's network: a VLAN with a /24 behind the core router. */
export interface Subnet {
  readonly id: string;
  readonly name: string;
  readonly vlan: number;
  /** The first three bytes of its addresses. */
  readonly prefix: string;
}

const subnet = (id: string, name: string, vlan: number): Subnet => ({ id, name, vlan, prefix: `10.64.${vlan}` });

export const SUBNETS = {
  server: subnet('server', 'サーバ室', 10),
  imaging: subnet('imaging', '放射線', 20),
  monitoring: subnet('monitoring', '生体情報モニタ', 30),
  pump: subnet('pump', '輸液ポンプ (無線)', 40),
  laboratory: subnet('laboratory', '検査', 50),
  critical: subnet('critical', '手術・集中治療', 60),
  dialysis: subnet('dialysis', '透析', 70),
  office: subnet('office', '電子カルテ・事務', 80),
  voice: subnet('voice', '電話・ナースコール', 90),
  building: subnet('building', '設備', 100),
  camera: subnet('camera', '防犯カメラ', 110),
  guest: subnet('guest', '来訪者 (無線)', 120),
  management: subnet('management', 'ネットワーク管理', 199),
} as const satisfies Readonly<Record<string, Subnet>>;

export type SubnetId = keyof typeof SUBNETS;

/** Beyond the firewall: addresses of the documentation blocks (RFC 5737), which nobody has. */
export const OUTSIDE: Subnet = { id: 'outside', name: 'インターネット', vlan: 0, prefix: '203.0.113' };

export const ROUTER_MAC = macOf('00:1b:54:c2:80:41');
export const routerIp = (subnet: Subnet): Buffer => ipOf(`${subnet.prefix}.1`);
export const broadcastIp = (subnet: Subnet): Buffer => ipOf(`${subnet.prefix}.255`);

/**
 * Where a packet between two subnets is captured: the mirror port sees the links of the access switches, so each
 * packet once, in the VLAN of the end that is not the server room's. Traffic inside a subnet is seen in that subnet.
 */
export const capturedIn = (a: Subnet, b: Subnet): Subnet => (a.vlan > b.vlan ? a : b);
