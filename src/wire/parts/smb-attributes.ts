import { defineAttributes } from '../dissector.ts';

/** What hosts say of themselves while an SMB session is set up. */
export const smbAttributes = defineAttributes('smb', {
  version: ['capability-seen', 'Major protocol version spoken: 1 ([MS-CIFS] §2.2.3.1), 2 or 3 ([MS-SMB2] §2.2)'],
  dialect: [
    'capability-seen',
    'SMB 2/3 dialect offered by the client or chosen by the server ([MS-SMB2] §2.2.3, §2.2.4)',
  ],
  serverGuid: ['identifier-seen', 'GUID of the server ([MS-SMB2] §2.2.4)'],
  clientGuid: [
    'capability-seen',
    'GUID of the client ([MS-SMB2] §2.2.3), which some clients make anew for each connection',
  ],
  signing: [
    'capability-seen',
    'Whether messages must be signed: required, enabled or off ([MS-SMB2] §2.2.3, [MS-CIFS] §2.2.4.52)',
  ],
  nativeOs: ['system-seen', 'NativeOS of an SMB 1 session setup ([MS-CIFS] §2.2.4.53)'],
  nativeLanManager: ['software-seen', 'NativeLanMan of an SMB 1 session setup ([MS-CIFS] §2.2.4.53)'],
  domain: [
    'capability-seen',
    'Domain or workgroup of an SMB 1 negotiation or session setup ([MS-CIFS] §2.2.4.52, §2.2.4.53)',
  ],
  netbiosName: ['name-seen', 'Called or calling name of a NetBIOS session request (RFC 1002 §4.3.2)'],
});
