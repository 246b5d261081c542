/** The fields of a SYN or SYN-ACK that tell TCP implementations apart. */
export interface SynFields {
  readonly isAnswer: boolean;
  readonly ttl: number;
  readonly window: number;
  readonly options: Uint8Array;
}

/** Initial values in use; a packet has lost one a hop. */
const INITIAL_TTLS = [32, 64, 128, 255];

const OPTION_NAMES: Readonly<Record<number, string>> = {
  0: 'eol',
  1: 'nop',
  2: 'mss',
  3: 'ws',
  4: 'sackok',
  5: 'sack',
  8: 'ts',
};
const END_OF_LIST = 0;
const NO_OPERATION = 1;
const MAXIMUM_SEGMENT_SIZE = 2;
const WINDOW_SCALE = 3;

/** Writes a SYN as the attribute `tcp.stack` does. */
export function stackOf(syn: SynFields): string {
  const { options } = syn;
  const names: string[] = [];
  let mss = '';
  let scale = '';
  for (let at = 0; at < options.length; ) {
    const kind = options[at] ?? END_OF_LIST;
    names.push(OPTION_NAMES[kind] ?? `k${kind}`);
    if (kind === END_OF_LIST) break;
    const length = kind === NO_OPERATION ? 1 : (options[at + 1] ?? 0);
    if (kind !== NO_OPERATION && length < 2) break;
    if (at + length > options.length) break;
    if (kind === MAXIMUM_SEGMENT_SIZE && length === 4) {
      mss = `;mss=${((options[at + 2] ?? 0) << 8) | (options[at + 3] ?? 0)}`;
    }
    if (kind === WINDOW_SCALE && length === 3) scale = `;ws=${options[at + 2] ?? 0}`;
    at += length;
  }
  const ttl = INITIAL_TTLS.find((initial) => syn.ttl <= initial) ?? 255;
  return `${syn.isAnswer ? 'syn-ack' : 'syn'};ttl=${ttl};win=${syn.window}${mss}${scale};opts=${names.join(',')}`;
}

const COMPARED_KEYS = ['ttl', 'win', 'mss', 'ws', 'opts'];

/**
 * The notation of the product: `syn:4:64:mss*44:mss1460,sok,ts,nop,ws7:df`, that is role, IP version, initial hop limit,
 * window (in segments where it divides), options, quirks.
 */
function fromColons(value: string): string {
  const [role = '', , ttl = '', window = '', layout = ''] = value.split(':');
  const options = layout.split(',');
  const numberOf = (name: string) =>
    options.find((option) => new RegExp(`^${name}\\d+$`).test(option))?.slice(name.length);
  const mss = numberOf('mss') ?? '';
  const segments = /^mss\*(\d+)$/.exec(window)?.[1];
  const bytes = segments === undefined ? window : String(Number(segments) * Number(mss));
  const names = options
    .filter((option) => option !== 'bad')
    .map((option) =>
      option
        .replace(/^(mss|ws)\d+$/, '$1')
        .replace(/^sok$/, 'sackok')
        .replace(/^o(\d+)$/, 'k$1'),
    );
  return `${role};ttl=${ttl};win=${bytes};mss=${mss};ws=${numberOf('ws') ?? ''};opts=${names.join(',')}`;
}

/** Keeps what the truth can say too, in one order. */
export function canonicalStack(value: string): string {
  const plain = value.toLowerCase().replace(/\s/g, '');
  const [direction = '', ...parts] = (plain.includes(';') ? plain : fromColons(plain)).split(';');
  const pairs = new Map(parts.map((part) => [part.slice(0, part.indexOf('=')), part.slice(part.indexOf('=') + 1)]));
  const kept = COMPARED_KEYS.map((key) => `${key}=${(pairs.get(key) ?? '').replace(/(,?eol)+$/, '$1')}`);
  return [direction, ...kept].join(';');
}
