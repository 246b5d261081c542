import type { CaptureOptions } from './flags.ts';
import { Network } from './hosts.ts';
import { type Count, PcapWriter } from './pcap-writer.ts';
import { Random } from './random.ts';
import type { Exchange } from './schedule.ts';

const NOISE_BYTES = 1 << 20;

/** What happened to data segments on the way to the capture. */
export interface Impairments {
  loss: number;
  reorder: number;
  retrans: number;
}

/** Everything that one capture is made with and of. */
export class Scene {
  readonly options: CaptureOptions;
  readonly random: Random;
  readonly network: Network;
  readonly writer: PcapWriter;
  readonly impaired: Impairments = { loss: 0, reorder: 0, retrans: 0 };
  /** A block that everything 'encrypted' or pixel-like is cut from. */
  readonly noiseBlock: Buffer;

  constructor(options: CaptureOptions) {
    this.options = options;
    this.random = new Random(options.seed);
    this.noiseBlock = this.random.bytes(NOISE_BYTES);
    this.network = new Network(options, this.random);
    this.writer = new PcapWriter(options.out, options.snaplen);
  }

  noise(count: number): Buffer {
    const at = this.random.below(NOISE_BYTES - count);
    return this.noiseBlock.subarray(at, at + count);
  }
}

/** One kind of traffic of a mix. */
export interface Protocol {
  /** Its name in `--mix`. */
  readonly id: string;
  /** Prepares what all exchanges share, and answers how one begins. */
  prepare(scene: Scene): (count: Count) => Exchange;
}
