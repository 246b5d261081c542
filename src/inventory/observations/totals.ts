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
export class Totals {
  private run: number;
  private current: Counts;
  private others: Map<number, Counts> | undefined = undefined;

  constructor(run: number, counts: Counts) {
    this.run = run;
    this.current = countsOf(counts);
  }

  add(run: number, counts: Counts): void {
    if (run === this.run) {
      this.current = larger(this.current, counts);
      return;
    }
    const others = (this.others ??= new Map<number, Counts>());
    const known = others.get(run);
    others.delete(run);
    others.set(this.run, this.current);
    this.run = run;
    this.current = known === undefined ? countsOf(counts) : larger(known, counts);
  }

  sum(): Counts {
    let sum = this.current;
    for (const other of this.others?.values() ?? []) sum = plus(sum, other);
    return sum;
  }
}

const countsOf = (counts: Counts): Counts => larger(NOTHING, counts);

function larger(a: Counts, b: Counts): Counts {
  return {
    flows: Math.max(a.flows, b.flows),
    packets: Math.max(a.packets, b.packets),
    bytes: Math.max(a.bytes, b.bytes),
    packetsFromServer: Math.max(a.packetsFromServer, b.packetsFromServer),
  };
}

function plus(a: Counts, b: Counts): Counts {
  return {
    flows: a.flows + b.flows,
    packets: a.packets + b.packets,
    bytes: a.bytes + b.bytes,
    packetsFromServer: a.packetsFromServer + b.packetsFromServer,
  };
}
