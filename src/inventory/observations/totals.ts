/** What an edge has carried, as one engine counted it. */
export interface Counts {
  readonly flows: number;
  readonly packets: number;
  readonly bytes: number;
  readonly packetsFromServer: number;
}

const NOTHING: Counts = { flows: 0, packets: 0, bytes: 0, packetsFromServer: 0 };

/**
 * Counts of several runs of an engine, each of which counts from zero and reports totals. Totals only grow, so the larger
 * of two reports of one run is the later one, whatever the order in which they arrive.
 */
export class Totals implements Counts {
  private run: number;
  /** What the run of the latest report has counted. */
  flows: number;
  packets: number;
  bytes: number;
  packetsFromServer: number;
  private others: Map<number, Counts> | undefined = undefined;

  constructor(run: number, { flows, packets, bytes, packetsFromServer }: Counts) {
    this.run = run;
    this.flows = flows;
    this.packets = packets;
    this.bytes = bytes;
    this.packetsFromServer = packetsFromServer;
  }

  add(run: number, counts: Counts): void {
    if (run !== this.run) this.changeTo(run);
    this.flows = Math.max(this.flows, counts.flows);
    this.packets = Math.max(this.packets, counts.packets);
    this.bytes = Math.max(this.bytes, counts.bytes);
    this.packetsFromServer = Math.max(this.packetsFromServer, counts.packetsFromServer);
  }

  private changeTo(run: number): void {
    const others = (this.others ??= new Map<number, Counts>());
    const { flows, packets, bytes, packetsFromServer } = this;
    others.set(this.run, { flows, packets, bytes, packetsFromServer });
    const known = others.get(run) ?? NOTHING;
    others.delete(run);
    this.run = run;
    this.flows = known.flows;
    this.packets = known.packets;
    this.bytes = known.bytes;
    this.packetsFromServer = known.packetsFromServer;
  }

  /** Of all runs together. */
  sum(): Counts {
    return this.others === undefined ? this : [...this.others.values()].reduce<Counts>(plus, this);
  }
}

function plus(a: Counts, b: Counts): Counts {
  return {
    flows: a.flows + b.flows,
    packets: a.packets + b.packets,
    bytes: a.bytes + b.bytes,
    packetsFromServer: a.packetsFromServer + b.packetsFromServer,
  };
}
