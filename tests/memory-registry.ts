import { type NewRecord, keyMayRepeat, nextRecord, type Registry, type RegistryRecord } from '../src/trust/registry.ts';

/** A registry for tests: everything in two maps, every call at once. */
export class MemoryRegistry implements Registry {
  readonly #records = new Map<string, RegistryRecord>();
  readonly #keys = new Map<string, string[]>();

  get size(): number {
    return this.#records.size;
  }

  async add({ ...record }: NewRecord, duplicateKey: Parameters<Registry['add']>[1]): ReturnType<Registry['add']> {
    const id = idOf(record.authorityId, record.serialHex);
    if (this.#records.has(id)) return { ok: false, reason: 'serial-taken' };
    const others = this.#ofKey(record.keyPin).filter(({ authorityId }) => authorityId === record.authorityId);
    if (!keyMayRepeat(duplicateKey, record.subject, others)) return { ok: false, reason: 'key-taken' };
    this.#records.set(id, { ...record, revision: 1 });
    this.#keys.set(record.keyPin, [...(this.#keys.get(record.keyPin) ?? []), id]);
    return { ok: true };
  }

  async find(authorityId: string, serialHex: string): ReturnType<Registry['find']> {
    return this.#records.get(idOf(authorityId, serialHex));
  }

  async findByKey(keyPin: string): ReturnType<Registry['findByKey']> {
    return this.#ofKey(keyPin);
  }

  async change(
    ...[authorityId, serialHex, revision, change]: Parameters<Registry['change']>
  ): ReturnType<Registry['change']> {
    const id = idOf(authorityId, serialHex);
    const record = this.#records.get(id);
    if (!record) return { ok: false, reason: 'not-known' };
    if (record.revision !== revision) return { ok: false, reason: 'changed-meanwhile' };
    const next = nextRecord(record, change);
    if (!next) return { ok: false, reason: 'not-allowed' };
    this.#records.set(id, next);
    return { ok: true, record: next };
  }

  async revocations(authorityId: string, endsAfterUs: number): ReturnType<Registry['revocations']> {
    return [...this.#records.values()].filter(
      (each) => each.authorityId === authorityId && each.revocation !== undefined && each.notAfterUs >= endsAfterUs,
    );
  }

  #ofKey(keyPin: string): RegistryRecord[] {
    return (this.#keys.get(keyPin) ?? []).map((id) => this.#records.get(id)!);
  }
}

const idOf = (authorityId: string, serialHex: string): string => `${authorityId}/${serialHex}`;
