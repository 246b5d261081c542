import { STRING_TAG, stringToText } from '../../der/index.ts';
import { enter, orNote } from '../fault.ts';
import type { ExtensionReader } from './contract.ts';

const IA5_STRING = 0x16;

/** RFC 8520 section 11: where the maker's usage description of the device is found. */
export const mudUrl: ExtensionReader = {
  oid: '1.3.6.1.5.5.7.1.25',
  read(bytes, start, end, draft, faults) {
    const element = enter(bytes, start, end, IA5_STRING, faults);
    const text = element && orNote(stringToText(bytes, STRING_TAG.ia5, element.contentStart, element.end), faults);
    if (text !== undefined) draft.mudUrl = text;
  },
};
