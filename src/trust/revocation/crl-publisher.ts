import type { Micros } from '#kernel';
import type { LintReport } from '../lint-run.ts';
import { lintCrl, lintErrors } from '../lint-run.ts';
import type { Registry, RegistryRecord } from '../registry.ts';
import type { Issuer } from '../x509/certificate.ts';
import { buildCrl, type CrlContent, encodeCrlEntry, type Revocation } from '../x509/crl.ts';
import { type Crl, readCrl } from '../x509/crl-reader.ts';
import type { StateListener } from './change-state.ts';

/** Port: numbers of lists of one authority (RFC 5280 5.2.3). Each is greater than all before, also after a crash. */
export interface CrlNumbers {
  next(authorityId: string): Promise<number>;
}

export interface CrlOptions {
  /** When the next full list comes. */
  readonly baseLifetimeUs: number;
  readonly deltaLifetimeUs: number;
  /** Where delta lists are; none: there are none. */
  readonly deltaUrls: readonly string[];
  readonly distributionPoint?: NonNullable<CrlContent['distributionPoint']>;
}

/** A signed list. */
export interface PublishedCrl {
  readonly ok: true;
  /** DER. */
  readonly bytes: Uint8Array;
  readonly number: number;
}

/** A list that must not go out, and why. */
export interface UnpublishedCrl {
  readonly ok: false;
  readonly reason: 'number-not-greater' | 'no-base' | 'lint';
  readonly reports: readonly LintReport[];
}

/** Revision after the first change of a record. */
const FIRST_CHANGE = 2;

interface Entry {
  readonly encoded: Uint8Array;
  readonly notAfterUs: Micros;
}

/**
 * The lists of one authority. Entries are encoded once, when a certificate is taken back, and kept as octets, so that one
 * more revocation among many thousands costs one entry and one signature.
 */
export class CrlPublisher implements StateListener {
  readonly #authorityId: string;
  readonly #issuer: Issuer;
  readonly #numbers: CrlNumbers;
  readonly #options: CrlOptions;
  readonly #encodeEntry: (revocation: Revocation) => Uint8Array;
  readonly #entries = new Map<string, Entry>();
  readonly #revisions = new Map<string, number>();
  /** Since the last full list: entries, and what was taken back and is good again. */
  readonly #changes = new Map<string, Entry>();
  #lastNumber = 0;
  #base: { readonly crl: Crl; readonly number: number; readonly thisUpdateUs: Micros } | undefined;

  constructor(
    authority: { readonly id: string; readonly issuer: Issuer },
    numbers: CrlNumbers,
    options: CrlOptions,
    encodeEntry: (revocation: Revocation) => Uint8Array = encodeCrlEntry,
  ) {
    this.#authorityId = authority.id;
    this.#issuer = authority.issuer;
    this.#numbers = numbers;
    this.#options = options;
    this.#encodeEntry = encodeEntry;
  }

  /** Takes over what the registry has; before the first list, and after changes may have been missed. */
  async load(registry: Registry, nowUs: Micros): Promise<void> {
    for (const record of await registry.revocations(this.#authorityId, nowUs)) this.stateChanged(record);
  }

  stateChanged(record: RegistryRecord): void {
    const { authorityId, serialHex, revision, notAfterUs, revocation } = record;
    if (authorityId !== this.#authorityId || (this.#revisions.get(serialHex) ?? 0) >= revision) return;
    const before = this.#entries.get(serialHex);
    if (!revocation) {
      // The first change can only be an activation; a later one may have overtaken the hold that it ends.
      if (revision > FIRST_CHANGE) this.#revisions.set(serialHex, revision);
      if (!before) return;
      this.#entries.delete(serialHex);
      // RFC 5280 5.2.4: what was on a list since the last full one, or on that, is taken back by name.
      const encoded = this.#encode(record, { atUs: record.recordedAtUs, reason: 'removeFromCRL' });
      this.#changes.set(serialHex, { encoded, notAfterUs });
      return;
    }
    this.#revisions.set(serialHex, revision);
    const entry = { encoded: this.#encode(record, revocation), notAfterUs };
    this.#entries.set(serialHex, entry);
    this.#changes.set(serialHex, entry);
  }

  /** A full list of all that is taken back. */
  async publishBase(nowUs: Micros): Promise<PublishedCrl | UnpublishedCrl> {
    const lastUs = this.#base?.thisUpdateUs;
    if (lastUs !== undefined) this.#dropEnded(lastUs);
    const included = new Map(this.#changes);
    const { deltaUrls, baseLifetimeUs } = this.#options;
    const published = await this.#publish(
      {
        thisUpdateUs: nowUs,
        nextUpdateUs: nowUs + baseLifetimeUs,
        entries: Array.from(this.#entries.values(), ({ encoded }) => encoded),
        freshestUrls: deltaUrls,
      },
      { hasDeltas: deltaUrls.length > 0 },
    );
    if (!published.ok) return published;
    const crl = readCrl(published.bytes);
    if (crl.ok) this.#base = { crl, number: published.number, thisUpdateUs: nowUs };
    // What changed while the list was being signed is for the next delta list.
    for (const [serialHex, entry] of included)
      if (this.#changes.get(serialHex) === entry) this.#changes.delete(serialHex);
    return published;
  }

  /** What changed since the last full list. */
  async publishDelta(nowUs: Micros): Promise<PublishedCrl | UnpublishedCrl> {
    if (!this.#base) return { ok: false, reason: 'no-base', reports: [] };
    const { number: deltaTo, crl: base } = this.#base;
    const entries = Array.from(this.#changes.values(), ({ encoded }) => encoded);
    const nextUpdateUs = nowUs + this.#options.deltaLifetimeUs;
    return this.#publish({ thisUpdateUs: nowUs, nextUpdateUs, entries, deltaTo }, { base });
  }

  #encode(
    { serialHex }: RegistryRecord,
    { atUs, ...rest }: Omit<Revocation, 'serial' | 'revokedAtUs'> & { readonly atUs: Micros },
  ): Uint8Array {
    const serial = Uint8Array.from(serialHex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
    return this.#encodeEntry({ serial, revokedAtUs: atUs, ...rest });
  }

  async #publish(
    content: Omit<CrlContent, 'number'>,
    around: Parameters<typeof lintCrl>[1],
  ): Promise<PublishedCrl | UnpublishedCrl> {
    const number = await this.#numbers.next(this.#authorityId);
    // A store that went back to an old copy would otherwise make two different lists of one number.
    if (number <= this.#lastNumber) return { ok: false, reason: 'number-not-greater', reports: [] };
    this.#lastNumber = number;
    const { distributionPoint } = this.#options;
    const bytes = await buildCrl(
      { ...content, number, ...(distributionPoint ? { distributionPoint } : {}) },
      this.#issuer,
    );
    const reports = lintErrors(lintCrl(bytes, around));
    return reports.length > 0 ? { ok: false, reason: 'lint', reports } : { ok: true, bytes, number };
  }

  /** RFC 5280 3.3: an entry stays until one list was published after the certificate had ended. */
  #dropEnded(lastUs: Micros): void {
    for (const [serialHex, { notAfterUs }] of this.#entries) {
      if (notAfterUs >= lastUs) continue;
      this.#entries.delete(serialHex);
      this.#changes.delete(serialHex);
      this.#revisions.delete(serialHex);
    }
  }
}
