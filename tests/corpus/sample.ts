import type { ProductFact } from './product.ts';
import { type Truth, type TruthRow, parseTruth } from './truth.ts';

/** A truth with the given fact lists, for tests. */
export function truthOf(facts: Readonly<Record<string, readonly TruthRow[]>>, more: TruthRow = {}): Truth {
  return parseTruth('group/file.pcap', { capture: { packets: 1 }, packets: 1, facts, ...more });
}

/** A fact that stands in the whole first frame, for tests. */
export function factOf(attribute: string, value: string, subject: { ip?: string; mac?: string } = {}): ProductFact {
  return {
    kind: 'test',
    attribute,
    value,
    ip: subject.ip,
    mac: subject.mac,
    protocol: attribute.split('.')[0] ?? '',
    ranges: [],
    derived: undefined,
  };
}
