import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { DefaultCredentials } from '#connect';
import type { Knowledge as InventoryKnowledge } from '#inventory';
import { FINGERPRINT_FIELDS, type FingerprintField, type Knowledge, loadKnowledge } from '#knowledge';

const DATA = new URL('../../data/', import.meta.url);

/** The tables of `data/`, each read when it is first asked. */
export function knowledgeFromData(): Knowledge {
  return loadKnowledge((file) => {
    try {
      return readFileSync(new URL(file, DATA), 'utf8');
    } catch (error) {
      // A missing file is a problem that knowledge reports; anything else is a fault of the installation.
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
      throw error;
    }
  });
}

/** Makes the digests that the pure room asks with, so that a credential seen in clear is compared and forgotten here. */
export function defaultCredentials(knowledge: Knowledge): DefaultCredentials {
  return {
    entryOf(service, user, password) {
      const { credentials } = knowledge;
      for (const input of credentials.inputs(service, user, password)) {
        const [entry] = credentials.lookUp(hash('sha256', input, 'hex'));
        if (entry !== undefined) return entry.product;
      }
      return undefined;
    },
  };
}

const isField = (field: string): field is FingerprintField => (FINGERPRINT_FIELDS as readonly string[]).includes(field);

/** What `inventory` asks, in its words. */
export function inventoryKnowledge(knowledge: Knowledge): InventoryKnowledge {
  return {
    makerFromOui(mac) {
      const { manufacturer, role, confidence } = knowledge.makerFromOui(mac) ?? {};
      if (manufacturer === undefined || role === undefined || confidence === undefined) return undefined;
      return { manufacturer, role, confidence };
    },
    makerFromName: (text, context) => knowledge.makerFromName(text, context),
    makerFromEnterpriseNumber: (number) => knowledge.enterpriseNumbers.byNumber(number)?.manufacturer || undefined,
    makerFromOid: (oid) => knowledge.enterpriseNumbers.byOid(oid)?.manufacturer || undefined,
    makerFromPrivateCreator: (creator) => knowledge.dicomImplementations.vendorOfCreator(creator),
    typeFromModality: (code) => knowledge.typeFromModality(code),
    typeFromModel: (manufacturer, model) => knowledge.models.match(manufacturer, model),
    typeFromWords: (text) => knowledge.typeFromWords(text),
    deviceType: (id) => knowledge.deviceTypes.byId(id),
    dicomImplementation: (classUid, versionName) => knowledge.dicomImplementations.lookUp(classUid, versionName),
    banner: (field, text) => (isField(field) ? knowledge.fingerprints.match(field, text) : undefined),
  };
}
