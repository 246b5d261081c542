import type { Settlement } from './edges.ts';

/** Shares of VLANs named at the most; a trunk has 4,094. */
const VLANS = 4096;

/** What this sensor could see and what it could not: the numbers behind every statement of absence. */
export interface CoverageNumbers {
  readonly flows: number;
  /** Flows of which only one direction was seen: a tap on one side, or nobody answered. */
  readonly oneWayFlows: number;
  readonly bytes: number;
  /** Bytes of flows whose protocol was not recognised. */
  readonly unknownBytes: number;
  readonly encryptedBytes: number;
  /** Bytes by VLAN id; 0 is untagged. */
  readonly vlans: readonly { readonly vlan: number; readonly bytes: number }[];
}

export class Coverage {
  private flows = 0;
  private oneWay = 0;
  private bytes = 0;
  private unknown = 0;
  private encrypted = 0;
  private readonly vlans = new Float64Array(VLANS);

  add(s: Settlement, bothWays: boolean): void {
    this.flows += s.flows;
    if (s.flows > 0 && !bothWays) this.oneWay += s.flows;
    this.bytes += s.bytes;
    if (s.protocol === 0) this.unknown += s.bytes;
    if (s.encrypted) this.encrypted += s.bytes;
    this.vlans[s.vlan & (VLANS - 1)]! += s.bytes;
  }

  numbers(): CoverageNumbers {
    return {
      flows: this.flows,
      oneWayFlows: this.oneWay,
      bytes: this.bytes,
      unknownBytes: this.unknown,
      encryptedBytes: this.encrypted,
      vlans: Array.from(this.vlans, (bytes, vlan) => ({ vlan, bytes })).filter(({ bytes }) => bytes > 0),
    };
  }
}
