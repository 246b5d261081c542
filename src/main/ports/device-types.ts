import type { Knowledge } from '#knowledge';
import type { DeviceTypes } from '#server';

export function deviceTypesOn(knowledge: Knowledge): DeviceTypes {
  return {
    list: () =>
      knowledge.deviceTypes.rows.map(({ id, nameEn, nameJa, category }) => ({ id, en: nameEn, ja: nameJa, category })),
  };
}
