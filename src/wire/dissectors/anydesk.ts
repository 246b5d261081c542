import { defineAttributes, defineDissector, NO, type Out, type Recognition, type View, WEAK } from '../dissector.ts';

const attributes = defineAttributes('anydesk', {
  program: ['software-seen', 'The host looks for others that run AnyDesk, a program for remote help'],
});

/** The maker's guide to firewalls: discovery by UDP to 239.255.102.18, ports 50001 to 50003. */
const DISCOVERY_PORTS = [50001, 50002, 50003];

/** AnyDesk. Its sessions are TLS, which `tls` labels by certificate and ALPN; this is the search for others nearby. */
export const anydesk = defineDissector({
  id: 'anydesk',
  title: 'AnyDesk',
  source: 'AnyDesk help centre, firewall (ports, group address, names of the network)',
  attributes,
  datagram: { ports: DISCOVERY_PORTS, firstBytes: [], attach: 'head', recognise, read },
});

/** The contents are not published, so that port and group decide. */
function recognise(view: View): Recognition {
  return view.usualPort && view.multicast && DISCOVERY_PORTS.includes(view.destinationPort) ? WEAK : NO;
}

function read(view: View, out: Out): void {
  out.value(attributes.program, view.sender, 'AnyDesk', view.start, Math.min(view.end, view.start + 1));
  out.done();
}
