import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { capturesQuery, sensorsQuery } from '../api/queries.ts';
import { useMay } from '../api/session.ts';
import { CaptureTable } from '../components/captures/capture-table.tsx';
import { FolderFiles } from '../components/captures/folder-files.tsx';
import { SensorTable } from '../components/captures/sensor-table.tsx';
import { CoverageStrip } from '../components/coverage-strip.tsx';
import { LiveForm } from '../forms/live-form.tsx';
import { UploadForm } from '../forms/upload-form.tsx';
import { useText } from '../text/text-context.tsx';
import { MoreButton } from '../ui/buttons.tsx';
import { Empty, Loaded } from '../ui/loaded.tsx';
import { Page, Panel } from '../ui/page.tsx';
import classes from './captures.module.css';

export function CapturesPage(): ReactElement {
  const { t } = useText();
  const mayAdd = useMay('captures.add');
  const mayControl = useMay('sensors.control');
  return (
    <Page title={t.captures.title} lead={t.captures.lead}>
      <CoverageStrip />
      {(mayAdd || mayControl) && (
        <div className={classes['columns']}>
          {mayAdd && (
            <Panel title={t.captures.add} lead={t.captures.addLead}>
              <UploadForm />
            </Panel>
          )}
          {mayControl && (
            <Panel title={t.sensors.start} lead={t.sensors.startLead}>
              <LiveForm />
            </Panel>
          )}
        </div>
      )}
      <Captures />
      <Sensors />
      {mayAdd && <FolderFiles />}
    </Page>
  );
}

function Captures(): ReactElement {
  const { t } = useText();
  const query = useInfiniteQuery(capturesQuery);
  return (
    <Panel title={t.captures.list} flush>
      <Loaded query={query}>
        {({ pages }) => {
          const captures = pages.flatMap((page) => page.captures);
          if (captures.length === 0) return <Empty title={t.captures.listEmpty}>{t.captures.listEmptyText}</Empty>;
          return (
            <>
              <CaptureTable captures={captures} />
              <MoreButton query={query} shown={captures.length} total={pages[0]?.total ?? 0} />
            </>
          );
        }}
      </Loaded>
    </Panel>
  );
}

function Sensors(): ReactElement {
  const { t } = useText();
  const query = useQuery(sensorsQuery);
  return (
    <Panel title={t.sensors.title} flush>
      <Loaded query={query} lines={2}>
        {({ sensors }) =>
          sensors.length === 0 ? <Empty title={t.sensors.empty} /> : <SensorTable sensors={sensors} />
        }
      </Loaded>
    </Panel>
  );
}
