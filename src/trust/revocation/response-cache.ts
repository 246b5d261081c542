import type { Micros } from '#kernel';

/** A signed answer that may be given again. */
export interface CachedResponse {
  readonly response: Uint8Array;
  /** From when on a newer one is signed. */
  readonly renewAtUs: Micros;
  /** From when on it must not be given any more. */
  readonly endsAtUs: Micros;
}

/** Clients write the same question in a few ways: by SHA-1 or SHA-256, with and without NULL. */
const MAX_WRITINGS = 4;

/** Signed answers by certificate and by the octets of the question; the certificate asked for longest ago goes first. */
export class ResponseCache {
  readonly #maxCertificates: number;
  readonly #certificates = new Map<string, Map<string, CachedResponse>>();
  readonly #generations = new Map<string, number>();
  #latest = 0;
  /** Generation of all certificates that none is written down for. */
  #floor = 0;

  constructor(maxCertificates: number) {
    this.#maxCertificates = maxCertificates;
  }

  get size(): number {
    return this.#certificates.size;
  }

  find(certificate: string, question: string): CachedResponse | undefined {
    const found = this.#certificates.get(certificate);
    if (!found) return undefined;
    this.#certificates.delete(certificate);
    this.#certificates.set(certificate, found);
    return found.get(question);
  }

  /** Begins an answer; `keep` takes it only if the state did not change while it was being signed. */
  begin(certificate: string): number {
    return this.#generations.get(certificate) ?? this.#floor;
  }

  /** False when the answer is out of date already. */
  keep(certificate: string, question: string, generation: number, answer: CachedResponse): boolean {
    if (this.begin(certificate) !== generation) return false;
    const writings = this.#certificates.get(certificate) ?? new Map<string, CachedResponse>();
    if (!writings.has(question) && writings.size >= MAX_WRITINGS) writings.delete(firstKey(writings));
    writings.set(question, answer);
    this.#certificates.delete(certificate);
    this.#certificates.set(certificate, writings);
    if (this.#certificates.size > this.#maxCertificates) this.#certificates.delete(firstKey(this.#certificates));
    return true;
  }

  /** The state of the certificate changed: no answer from before is given again. */
  forget(certificate: string): void {
    this.#certificates.delete(certificate);
    this.#latest++;
    this.#generations.set(certificate, this.#latest);
    // Answers that are being signed when so many others change are signed once more, which harms nobody.
    if (this.#generations.size > this.#maxCertificates) {
      this.#generations.clear();
      this.#latest++;
      this.#floor = this.#latest;
    }
  }
}

const firstKey = (map: ReadonlyMap<string, unknown>): string => map.keys().next().value ?? '';
