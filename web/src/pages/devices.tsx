import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { type ReactElement, useMemo } from 'react';
import { devicePartQuery } from '../api/queries.ts';
import { CoverageStrip } from '../components/coverage-strip.tsx';
import { DeviceTable } from '../components/devices/device-table.tsx';
import { filterOf, isNarrowed } from '../components/devices/filter.ts';
import { FilterBar } from '../components/devices/filter-bar.tsx';
import { useText } from '../text/text-context.tsx';
import { Page } from '../ui/page.tsx';

const route = getRouteApi('/app/devices');

export function DevicesPage(): ReactElement {
  const { t } = useText();
  const address = route.useSearch();
  const navigate = route.useNavigate();
  const filter = useMemo(() => filterOf(address, Date.now()), [address]);
  const total = useQuery(devicePartQuery(filter, 0)).data?.total;
  return (
    <Page
      title={t.devices.title}
      lead={
        <span role="status">
          {total === undefined ? ' ' : isNarrowed(address) ? t.devices.matching(total) : t.devices.total(total)}
        </span>
      }
    >
      <CoverageStrip />
      <FilterBar
        address={address}
        onChange={(change) => void navigate({ search: (before) => ({ ...before, ...change }), replace: true })}
      />
      <DeviceTable
        filter={filter}
        sorting={{ sort: address.sort ?? 'name', direction: address.direction ?? 'ascending' }}
        onSort={(sorting) => void navigate({ search: (before) => ({ ...before, ...sorting }), replace: true })}
      />
    </Page>
  );
}
