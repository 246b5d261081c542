import { API } from '#contract';
import { eventsRoute, type Tools } from '../../route.ts';

export const followEvents = eventsRoute(
  API.server.events,
  (_, { events }: Pick<Tools, 'events'>) =>
    (listener) =>
      events.subscribe(listener),
);
