import type { Grouping, NetworkMap } from '#contract';
import { byBytes, edgeDocument, groupsOf, type NetworkMaps, networkMapOf } from '#server';
import type { Site } from '../site/site.ts';

/** Maps of the living inventory. A map is drawn once for all who look at it, until something new was seen. */
export function networkMapsOn(site: Site): NetworkMaps {
  const drawn = new Map<Grouping, { readonly version: number; readonly shown: number; readonly map: NetworkMap }>();
  return {
    get: async (by) => {
      const shown = site.shownDevices();
      const known = drawn.get(by);
      if (known?.version === site.version && known.shown === site.shownVersion) return known.map;
      const map = networkMapOf(by, shown, site.connections());
      drawn.set(by, { version: site.version, shown: site.shownVersion, map });
      return map;
    },
    edges: async ({ by, from, to, offset, limit }) => {
      const shown = site.shownDevices();
      const matching = [...site.connections()].filter((connection) => {
        const groups = groupsOf(connection, by, (id) => shown.get(id));
        return groups.from === from && groups.to === to;
      });
      const part = matching.sort(byBytes).slice(offset, offset + limit);
      return { total: matching.length, edges: part.map((each) => edgeDocument(each, (id) => shown.get(id)?.name)) };
    },
  };
}
