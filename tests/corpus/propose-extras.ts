import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { families } from './families/index.ts';
import { spelling } from './normalise.ts';
import type { ProductFact } from './product.ts';
import { formatTsv } from './tsv.ts';

/**
 * Helps to fill extra.tsv: asks tshark about each value that a run called wrong, with the protocol that the reader
 * recognised forced upon the ports of the frame. Prints a row for each value that tshark reads there too. What it does
 * not read stays for a person to look at.
 *
 *   npm run corpus -- --json results.json
 *   node tests/corpus/propose-extras.ts results.json [--captures DIR]
 */

/** Display-filter fields that hold the value of an attribute. */
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  'dns.query': ['dns.qry.name'],
  'dns.answer': ['dns.a', 'dns.aaaa'],
  'http.host': ['http.host'],
  'http.user-agent': ['http.user_agent'],
  'http.server': ['http.server'],
  'ssdp.server': ['http.server'],
  'ssdp.user-agent': ['http.user_agent'],
  'tls.sni': ['tls.handshake.extensions_server_name'],
  'tls.version': ['tls.handshake.version', 'tls.handshake.extensions.supported_version'],
  'tls.alpn': ['tls.handshake.extensions_alpn_str'],
  'tls.cipher': ['tls.handshake.ciphersuite'],
  'tls.ja3': ['tls.handshake.ja3'],
  'tls.ja3s': ['tls.handshake.ja3s'],
  'ssh.banner': ['ssh.protocol'],
  'ssh.hassh': ['ssh.kex.hassh'],
  'ssh.hassh-server': ['ssh.kex.hasshserver'],
  'ftp.banner': ['ftp.response.arg'],
  'mqtt.client-id': ['mqtt.clientid'],
  'mqtt.version': ['mqtt.ver'],
  'modbus.unit': ['mbtcp.unit_id'],
  'modbus.function': ['modbus.func_code'],
  'smb.dialect': ['smb2.dialect'],
  'smb.native-os': ['smb.native_os'],
  'snmp.version': ['snmp.version'],
  'ntp.mode': ['ntp.flags.mode'],
};

/** Names of dissectors for `-d`, by the family of an attribute. */
const DISSECTORS: Readonly<Record<string, string>> = {
  dns: 'dns',
  http: 'http',
  ssdp: 'ssdp',
  tls: 'tls',
  ssh: 'ssh',
  ftp: 'ftp',
  mqtt: 'mqtt',
  modbus: 'mbtcp',
  smb: 'nbss',
  snmp: 'snmp',
  ntp: 'ntp',
};

interface Results {
  readonly files: readonly {
    readonly file: string;
    readonly families: Readonly<Record<string, { readonly wrong: readonly ProductFact[] }>>;
  }[];
}

function tshark(
  capture: string,
  frame: number,
  fields: readonly string[],
  forced: readonly string[],
): readonly string[] {
  const wanted = fields.flatMap((field) => ['-e', field]);
  const decode = forced.flatMap((rule) => ['-d', rule]);
  const filter = `frame.number==${frame}`;
  const args = ['-n', '-r', capture, ...decode, '-Y', filter, '-T', 'fields', '-E', 'aggregator=|', ...wanted];
  const { stdout } = spawnSync('tshark', args, { encoding: 'utf8' });
  return stdout.replace(/\n$/, '').split(/[\t|]/);
}

/** The rule for `-d` under which tshark reads the value in its frame; undefined when it does not. */
function readAgain(capture: string, fact: ProductFact, canonical: (value: string) => string): string | undefined {
  const fields = FIELDS[fact.attribute];
  const dissector = DISSECTORS[fact.attribute.split('.')[0] ?? ''];
  const frame = fact.ranges.at(-1)?.frame;
  if (fields === undefined || dissector === undefined || frame === undefined) return undefined;
  const [tcpFrom = '', tcpTo = '', udpFrom = '', udpTo = ''] = tshark(
    capture,
    frame,
    ['tcp.srcport', 'tcp.dstport', 'udp.srcport', 'udp.dstport'],
    [],
  );
  const [transport, ...ports] = tcpFrom === '' ? ['udp', udpFrom, udpTo] : ['tcp', tcpFrom, tcpTo];
  const wanted = canonical(fact.attribute === 'dns.answer' ? fact.value.replace(/^.*=/, '') : fact.value);
  return ports
    .map((port) => `${transport}.port==${port},${dissector}`)
    .find((rule) => tshark(capture, frame, fields, [rule]).some((value) => canonical(value) === wanted));
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { captures: { type: 'string', default: join(import.meta.dirname, '..', '..', '..', 'shared', 'captures') } },
});
const [path] = positionals;
if (path === undefined) throw new Error('which results?');
const results = JSON.parse(readFileSync(path, 'utf8')) as Results;
const version = /\d+\.\d+\.\d+/.exec(spawnSync('tshark', ['--version'], { encoding: 'utf8' }).stdout)?.[0] ?? '';
const rows = results.files.flatMap(({ file, families: byFamily }) =>
  Object.entries(byFamily).flatMap(([id, { wrong }]) => {
    const family = families.find((each) => each.id === id);
    return wrong.flatMap((fact) => {
      const canonical = (value: string) => family?.canonical?.(fact.attribute, value) ?? spelling(value);
      const rule = readAgain(join(resolve(values.captures), file), fact, canonical);
      if (rule === undefined) return [];
      const { attribute, value } = fact;
      const frame = String(fact.ranges.at(-1)?.frame ?? '');
      return [{ file, attribute, value, frame, reason: `tshark ${version} -d ${rule} reads it too` }];
    });
  }),
);
console.log(formatTsv(['file', 'attribute', 'value', 'frame', 'reason'], rows));
