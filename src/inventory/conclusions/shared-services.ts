import type { Evidence } from '../device.ts';
import type { EvidenceList } from './portrait.ts';

/** What a TXT record says of the printer of an instance; the host that announces it may be another device. */
const OF_PRINTER: ReadonlySet<string> = new Set([
  'mdns.model',
  'mdns.manufacturer',
  'mdns.serial',
  'mdns.software',
  'mdns.txt',
]);
const PRINTING = /_(?:ipps?|pdl-datastream|printer)\._tcp/;
/** PS3.15 annex H: services of devices that make, keep or use images. */
const MEDICAL = /_(?:dicom|dicom-tls|acr-nema|wado|qido|stow)\._tcp/;
/** Queue of a print server: `rp=printers/name` (Bonjour Printing Specification §9.2.2 has the path; it is that of CUPS). */
const QUEUE_OF_SERVER = /^rp=printers\//;

const NOTE = 'describes a printer that the host shares, not the host';

/** Announces printers that are not the host itself. */
export function sharesPrinters(evidence: EvidenceList): boolean {
  const services = evidence.of('mdns.service');
  if (!services.some(({ value }) => PRINTING.test(value))) return false;
  return (
    services.some(({ value }) => MEDICAL.test(value)) ||
    evidence.of('mdns.txt').some(({ value }) => QUEUE_OF_SERVER.test(value))
  );
}

/** The same evidence, but what describes shared printers counts for nothing. */
export function withoutSharedPrinters(evidence: EvidenceList): readonly Evidence[] {
  if (!sharesPrinters(evidence)) return evidence.all;
  return evidence.all.map((item) =>
    OF_PRINTER.has(item.attribute) && !QUEUE_OF_SERVER.test(item.value) ? { ...item, weight: 0, note: NOTE } : item,
  );
}
