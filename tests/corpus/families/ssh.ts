import { type Family, expected } from '../family.ts';
import { hex, spelling } from '../normalise.ts';
import { hosts, text } from '../truth.ts';

export const ssh: Family = {
  id: 'ssh',
  truthKeys: ['ssh_banner', 'ssh_hassh', 'ssh_hasshserver'],
  attributes: ['ssh.banner', 'ssh.hassh', 'ssh.hassh-server'],
  note: '',
  expect: (truth) => [
    ...truth.rows('ssh_banner').flatMap((row) => expected('ssh.banner', text(row, 'banner'), hosts(row, 'src'))),
    ...truth.rows('ssh_hassh').flatMap((row) => expected('ssh.hassh', text(row, 'hassh'), hosts(row, 'src'))),
    ...truth
      .rows('ssh_hasshserver')
      .flatMap((row) => expected(['ssh.hassh-server', 'ssh.hassh'], text(row, 'hassh'), hosts(row, 'src'))),
  ],
  canonical: (attribute, value) => (attribute === 'ssh.banner' ? spelling(value) : hex(value)),
};
