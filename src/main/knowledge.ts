import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { DefaultCredentials } from '#connect';
import { type Knowledge, loadKnowledge } from '#knowledge';

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
