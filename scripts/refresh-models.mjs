// Writes data/models/models.tsv from the maintained catalogue of models. The DICOM values that the catalogue quotes as
// evidence (Manufacturer="…" Model="…") become columns, since they are what a device sends.
//
//   node scripts/refresh-models.mjs <models.tsv of the catalogue>
import { argument, readTsv, writeTsv } from './refresh-tsv.mjs';

const COLUMNS = [
  'id',
  'vendor',
  'model',
  'type_id',
  'dicom_manufacturer',
  'dicom_model',
  'modality',
  'protocols',
  'evidence',
  'source',
];

const quoted = (text, name) => new RegExp(`\\b${name}="([^"]*)"`).exec(text)?.[1] ?? '';

const rows = readTsv(argument('node scripts/refresh-models.mjs <models.tsv>')).map((row) => ({
  ...row,
  dicom_manufacturer: quoted(row.identifying_evidence, 'Manufacturer'),
  dicom_model: quoted(row.identifying_evidence, 'Model'),
  modality: row.dicom_modality,
  protocols: row.protocols_named_in_source,
  evidence: row.identifying_evidence,
}));
writeTsv(new URL('../data/models/models.tsv', import.meta.url), COLUMNS, rows);
