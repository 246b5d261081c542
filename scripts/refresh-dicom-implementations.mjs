// Writes data/dicom-implementations/observed.tsv from a measurement over public DICOM files (JSON with `rows` of
// implementationClassUID, implementationVersionName, manufacturer, model, modality, files, from). The other tables of
// the folder are kept by hand; the script says which pairs none of them explains.
//
//   node scripts/refresh-dicom-implementations.mjs <dicom-implementation-ids.json>
import { readFileSync } from 'node:fs';
import { argument, readTsv, writeTsv } from './refresh-tsv.mjs';

const COLUMNS = ['class_uid', 'version_name', 'manufacturer', 'model', 'modality', 'files', 'source'];
const folder = new URL('../data/dicom-implementations/', import.meta.url);
const { rows } = JSON.parse(
  readFileSync(argument('node scripts/refresh-dicom-implementations.mjs <dicom-implementation-ids.json>'), 'utf8'),
);

writeTsv(
  new URL('observed.tsv', folder),
  COLUMNS,
  rows.map((row) => ({
    class_uid: row.implementationClassUID,
    version_name: row.implementationVersionName,
    manufacturer: row.manufacturer,
    model: row.model,
    modality: row.modality,
    files: row.files,
    source: row.from.map((repository) => repository.replace('+', '/')).join('; '),
  })),
);

const roots = readTsv(new URL('uid-roots.tsv', folder)).map((row) => row.root);
const names = readTsv(new URL('version-names.tsv', folder)).map((row) => new RegExp(row.pattern));
for (const { implementationClassUID: uid, implementationVersionName: name } of rows) {
  const isRootKnown = roots.some((root) => uid === root || uid.startsWith(`${root}.`));
  if (!isRootKnown || !(name === '' || names.some((pattern) => pattern.test(name))))
    process.stdout.write(`not explained: ${uid} ${name}\n`);
}
