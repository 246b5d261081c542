import type { ConclusionName, DeviceSummary } from '#contract';
import { useQuery } from '@tanstack/react-query';
import { deviceTypesQuery } from '../api/queries.ts';
import { wordFor } from '../text/names.ts';
import { useText } from '../text/text-context.tsx';

/** How the values of conclusions read; types come from the server's own list, by id. */
export function useConclusionText(): (name: ConclusionName, value: string) => string {
  const { t, language } = useText();
  const types = useQuery(deviceTypesQuery).data?.types;
  return (name, value) => {
    if (name === 'type') return types?.find(({ id }) => id === value)?.[language] ?? value;
    if (name === 'role') return wordFor(t.words.deviceRoles, value);
    return value;
  };
}

/** What people would call the device: its name, or its address when none was seen. */
export function deviceTitle(device: Pick<DeviceSummary, 'id' | 'names' | 'ips' | 'macs'>): string {
  return device.names[0] ?? device.ips[0] ?? device.macs[0] ?? device.id;
}
