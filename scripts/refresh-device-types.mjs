// Writes data/device-types/device-types.tsv from the maintained catalogue of medical device types and adds the part
// each type plays on the network. The other tables of the folder are kept by hand.
//
//   node scripts/refresh-device-types.mjs <device-types.tsv of the catalogue>
import { argument, readTsv, writeTsv } from './refresh-tsv.mjs';

const COLUMNS = [
  'id',
  'name_en',
  'name_ja',
  'category',
  'role',
  'fda_product_code',
  'fda_device_name',
  'fda_class',
  'fda_regulation',
  'jp_class',
  'jp_class_ja',
  'jmdn_term',
  'jp_confidence',
  'treats_patient_directly',
  'life_sustaining',
  'typical_phi',
  'typical_protocols',
  'fda2018_tier',
  'source',
];

// Everything not named here is a device in the narrow sense.
const ROLES = {
  server: 'T007 T022 T027 T035 T038 T043 T054 T060 T077 T079 T084 T087 T094 T131 T132',
  workstation: 'T025 T041 T078 T086',
  gateway: 'T037 T080',
  peripheral: 'T081',
};
const roleOf = new Map(Object.entries(ROLES).flatMap(([role, ids]) => ids.split(' ').map((id) => [id, role])));

const rows = readTsv(argument('node scripts/refresh-device-types.mjs <device-types.tsv>')).map((row) => ({
  ...row,
  role: roleOf.get(row.id) ?? 'device',
}));
writeTsv(new URL('../data/device-types/device-types.tsv', import.meta.url), COLUMNS, rows);
