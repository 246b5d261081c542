import type { Inventory } from '#inventory';
import type { CaptureSummary, CoverageNumbers } from '#wire';

/** What a table shows. */
export interface Overview {
  readonly captures: readonly {
    readonly path: string;
    readonly summary: Pick<CaptureSummary, 'packets' | 'bytes' | 'anomalies'>;
  }[];
  readonly inventory: Inventory;
  readonly coverage: CoverageNumbers;
}

const DEVICES = 200;

/** A table for people; machines take --json. */
export function writeOverview(overview: Overview, sink: { write(text: string): void }): void {
  const { captures, coverage, inventory } = overview;
  for (const { path, summary } of captures) {
    sink.write(`${path}: ${summary.packets} packets, ${summary.bytes} bytes\n`);
    for (const { kind, count, frames } of summary.anomalies)
      sink.write(`  ${kind} ×${count} (frames ${frames.join(', ')}${count > frames.length ? ', …' : ''})\n`);
  }
  const ids = inventory.ids();
  sink.write(`\n${ids.length} devices\n`);
  const rows = ids.slice(0, DEVICES).map((id) => {
    const device = inventory.device(id)!;
    const { type, manufacturer, model, serial } = device.conclusions;
    return [
      device.ips[0] ?? '',
      device.macs[0] ?? '',
      device.names[0] ?? '',
      type === undefined ? 'unknown' : `${type.value} ${type.confidence.toFixed(2)}`,
      manufacturer?.value ?? '',
      model?.value ?? '',
      serial?.value ?? '',
    ];
  });
  const header = ['address', 'mac', 'name', 'type', 'manufacturer', 'model', 'serial'];
  const widths = header.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]!.length)));
  for (const row of [header, ...rows])
    sink.write(
      `${row
        .map((cell, column) => cell.padEnd(widths[column]!))
        .join('  ')
        .trimEnd()}\n`,
    );
  if (ids.length > DEVICES) sink.write(`… and ${ids.length - DEVICES} more; --json has all\n`);
  const { flows, oneWayFlows, bytes, unknownBytes, encryptedBytes } = coverage;
  const share = (part: number): string => (bytes === 0 ? '–' : `${Math.round((100 * part) / bytes)} %`);
  sink.write(
    `\n${flows} flows, ${oneWayFlows} seen one way only; bytes not recognised ${share(unknownBytes)}, encrypted ${share(encryptedBytes)}\n`,
  );
}
