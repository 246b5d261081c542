export { readBitString } from './bit-string.ts';
export { type DerElement, expectElement, IDENTIFIER, readElement, readHeader } from './element.ts';
export { type ByteRange, type DerFault, type DerFaultReason, fault, isFault } from './fault.ts';
export { integerBitLength, integerFault, integerIsNegative, integerToHex, integerToNumber } from './integer.ts';
export { oidToText } from './oid.ts';
export { readSiblings } from './siblings.ts';
export { STRING_TAG, stringToText } from './string.ts';
export { timeToMs } from './time.ts';
