import { API } from '#contract';
import { sessionOf } from '../../auth/session.ts';
import { route } from '../../route.ts';

export const whoAmI = route(API.session.whoAmI, async ({ person }) => sessionOf(person.account, person.expiresAtUs));
