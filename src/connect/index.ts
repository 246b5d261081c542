export { type DefaultCredentials, wirePorts } from './wire-ports.ts';
