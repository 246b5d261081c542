import type { Health } from '#server';
import { settings, type Store } from '#store';
import type { Site } from '../site/site.ts';

/** Asks the store, which is what fails first. */
export function healthOn(store: Store, site: Site): Health {
  return {
    check: async () => {
      const { language } = await store.transaction((transaction) => settings.get(transaction));
      return { status: site.isFailing ? 'failing' : 'ok', language };
    },
  };
}
