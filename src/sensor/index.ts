export { type Progress, readCapture } from './capture-source.ts';
