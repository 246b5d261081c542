import { type Attribute, defineAttributes, type Subject } from '../dissector.ts';
import { BUILT_IN, OpcUaReader } from './opcua-binary.ts';
import type { FactSink } from './pieced-out.ts';

export const buildInfoAttributes = defineAttributes('opcua', {
  product: [
    'model-seen',
    'ProductUri of the description of an application, or of BuildInfo (OPC 10000-4 §7.2, OPC 10000-5 §12.4)',
  ],
  productName: ['model-seen', 'ProductName of BuildInfo, read from the status of the server (OPC 10000-5 §12.4)'],
  manufacturer: ['manufacturer-seen', 'ManufacturerName of BuildInfo (OPC 10000-5 §12.4)'],
  softwareVersion: ['software-seen', 'SoftwareVersion of BuildInfo (OPC 10000-5 §12.4)'],
  buildNumber: ['software-seen', 'BuildNumber of BuildInfo (OPC 10000-5 §12.4)'],
});

/** Reads whose answers are waited for; beyond it the oldest is forgotten. */
export const WAITING_READS = 16;

/** Attribute of a node that is its value (OPC 10000-6 annex A). */
const VALUE = 13;

/** Nodes of the Server object and encodings of their structures (OPC 10000-6 annex A, NodeIds.csv). */
const SERVER_STATUS = 2256;
const BUILD_INFO = 2260;
const SERVER_STATUS_ENCODING = 864;
const BUILD_INFO_ENCODING = 340;
/** Start and current time, and state, before the BuildInfo of a ServerStatusDataType (OPC 10000-5 §12.10). */
const BEFORE_BUILD_INFO = 8 + 8 + 4;

const OF_NODE: ReadonlyMap<number, Attribute> = new Map([
  [2261, buildInfoAttributes.productName],
  [2262, buildInfoAttributes.product],
  [2263, buildInfoAttributes.manufacturer],
  [2264, buildInfoAttributes.softwareVersion],
  [2265, buildInfoAttributes.buildNumber],
]);

/** Members of BuildInfo in their order; a date follows (OPC 10000-5 §12.4). */
const MEMBERS = [
  buildInfoAttributes.product,
  buildInfoAttributes.manufacturer,
  buildInfoAttributes.productName,
  buildInfoAttributes.softwareVersion,
  buildInfoAttributes.buildNumber,
] as const;

const isWanted = (node: number): boolean => node === SERVER_STATUS || node === BUILD_INFO || OF_NODE.has(node);

const structure = new OpcUaReader();

/** Finds what a server says of its build in the answers to Read requests (OPC 10000-4 §5.10.2). One per stream. */
export class BuildInfoReads {
  /** By request id: the nodes asked for in their order, -1 for those that do not matter. */
  private readonly waiting = new Map<number, readonly number[]>();

  /** Age and kind of timestamps, then the nodes: id, attribute, range, encoding. `reader` stands behind the type. */
  request(reader: OpcUaReader, requestId: number): void {
    reader.requestHeader();
    reader.skip(8 + 4);
    const nodes: number[] = [];
    for (let left = reader.count(); left > 0 && reader.ok; left--) {
      const node = reader.nodeId();
      const isValue = reader.u32() === VALUE;
      reader.string();
      nodes.push(isValue && reader.from === reader.to && isWanted(node) ? node : -1);
      reader.qualifiedName();
    }
    if (!reader.ok || nodes.every((node) => node < 0)) return;
    for (const oldest of this.waiting.keys()) {
      if (this.waiting.size < WAITING_READS) break;
      this.waiting.delete(oldest);
    }
    this.waiting.set(requestId, nodes);
  }

  /** The values in the order of the nodes. What stands before one that cannot be walked is reported. */
  response(reader: OpcUaReader, requestId: number, sink: FactSink, server: Subject): void {
    const nodes = this.waiting.get(requestId);
    if (nodes === undefined) return;
    this.waiting.delete(requestId);
    reader.responseHeader();
    const count = Math.min(reader.count(), nodes.length);
    for (let index = 0; index < count; index++) {
      const type = reader.dataValue();
      if (!reader.ok) return;
      report(reader, nodes[index]!, type, sink, server);
    }
  }
}

function report(reader: OpcUaReader, node: number, type: number, sink: FactSink, server: Subject): void {
  const attribute = OF_NODE.get(node);
  if (attribute !== undefined) {
    if (type === BUILT_IN.string) sink.text(attribute, server, reader.from, reader.to);
    return;
  }
  if (type !== BUILT_IN.extensionObject) return;
  structure.set(reader.bytes, reader.from, reader.to);
  if (node === SERVER_STATUS && reader.extensionType === SERVER_STATUS_ENCODING) structure.skip(BEFORE_BUILD_INFO);
  else if (node !== BUILD_INFO || reader.extensionType !== BUILD_INFO_ENCODING) return;
  for (const member of MEMBERS) {
    structure.string();
    if (!structure.ok) return;
    sink.text(member, server, structure.from, structure.to);
  }
}
