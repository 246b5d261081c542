/** Where in the hospital something stands. */
export interface Place {
  /** Short code as staff and systems write it, for example `3E`. */
  readonly code: string;
  readonly name: string;
  readonly floor: number;
  readonly room?: string;
  readonly bed?: string;
}

const place = (code: string, name: string, floor: number): Place => ({ code, name, floor });

export const WARDS: readonly Place[] = [
  place('3E', '3階東病棟 (外科)', 3),
  place('3W', '3階西病棟 (整形外科)', 3),
  place('4E', '4階東病棟 (循環器内科)', 4),
  place('4W', '4階西病棟 (呼吸器内科)', 4),
  place('5E', '5階東病棟 (消化器内科)', 5),
  place('5W', '5階西病棟 (産科)', 5),
];

export const PLACES = {
  icu: place('ICU', '集中治療室', 2),
  nicu: place('NICU', '新生児集中治療室', 5),
  theatre: place('OR', '手術室', 2),
  emergency: place('ER', '救急外来', 1),
  radiology: place('RAD', '放射線科', 1),
  nuclear: place('NM', '核医学検査室', -1),
  laboratory: place('LAB', '臨床検査科', 1),
  physiology: place('PHYS', '生理検査室', 1),
  endoscopy: place('ENDO', '内視鏡センター', 2),
  dialysis: place('DIAL', '透析センター', 2),
  eye: place('OPH', '眼科外来', 1),
  obstetrics: place('OBS', '産科外来', 1),
  outpatient: place('OPD', '外来', 1),
  pharmacy: place('PHAR', '薬剤部', 1),
  sterilisation: place('CSSD', '中央材料室', -1),
  office: place('MED', '医事課', 1),
  engineering: place('CE', '臨床工学室', 2),
  informatics: place('IT', '医療情報部', -1),
  plant: place('PLANT', '機械室', -1),
  reception: place('REC', '総合受付', 1),
} as const satisfies Readonly<Record<string, Place>>;

export const bedOf = (ward: Place, room: string, bed: string): Place => ({ ...ward, room, bed });
export const roomOf = (where: Place, room: string): Place => ({ ...where, room });

const ROOMS_A_WARD = 12;
const BEDS_A_ROOM = 4;

/** Beds of a ward, room after room: 301-1, 301-2 … */
export function bedsOf(ward: Place, count: number): Place[] {
  return Array.from({ length: count }, (_, index) => {
    const room =
      ward.floor * 100 + (ward.code.endsWith('W') ? 50 : 0) + 1 + (Math.floor(index / BEDS_A_ROOM) % ROOMS_A_WARD);
    return bedOf(ward, String(room), String((index % BEDS_A_ROOM) + 1));
  });
}

export const HOSPITAL = {
  name: '見守総合病院',
  roman: 'MIMAMORI GENERAL HOSPITAL',
  code: 'MIMAMORI',
  domain: 'mimamori-hp.example',
  realm: 'MIMAMORI-HP.EXAMPLE',
  netbiosDomain: 'MIMAMORI',
} as const;
