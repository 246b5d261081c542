import type { FolderFile } from '#contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { api } from '../../api/client.ts';
import { folderQuery } from '../../api/queries.ts';
import { useText } from '../../text/text-context.tsx';
import { ActionButton } from '../../ui/buttons.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { Instant } from '../../ui/instant.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Panel } from '../../ui/page.tsx';
import { notifyDone, notifyTrouble } from '../notify.tsx';

/** Capture files that already lie on the server. */
export function FolderFiles(): ReactElement {
  const { t, f } = useText();
  const query = useQuery(folderQuery);
  const columns: readonly Column<FolderFile>[] = [
    {
      id: 'name',
      head: t.captures.columns.name,
      isHeader: true,
      cell: ({ path }) => <span className="mono">{path}</span>,
    },
    {
      id: 'size',
      head: t.captures.columns.size,
      align: 'end',
      nowrap: true,
      cell: ({ sizeBytes }) => f.bytes(sizeBytes),
    },
    { id: 'changed', head: t.captures.folderChanged, cell: ({ changedAt }) => <Instant at={changedAt} /> },
    { id: 'actions', head: t.captures.columns.actions, cell: ({ path }) => <ReadButton path={path} /> },
  ];
  return (
    <Panel title={t.captures.folder} lead={t.captures.folderLead} flush={(query.data?.files.length ?? 0) > 0}>
      <Loaded query={query} lines={2}>
        {({ files }) =>
          files.length === 0 ? (
            <p className="dim">{t.captures.folderEmpty}</p>
          ) : (
            <DataTable caption={t.captures.folder} columns={columns} rows={files} keyOf={({ path }) => path} />
          )
        }
      </Loaded>
    </Panel>
  );
}

function ReadButton({ path }: { path: string }): ReactElement {
  const text = useText();
  const { t } = text;
  const queryClient = useQueryClient();
  const read = useMutation({
    mutationFn: () => api.captures.read({ body: { path } }),
    onSuccess: async (capture) => {
      notifyDone(t.captures.folderQueued(capture.name), text);
      await queryClient.invalidateQueries({ queryKey: ['captures'] });
    },
    onError: (error) => notifyTrouble(error, text),
  });
  return (
    <ActionButton size="xs" about={path} loading={read.isPending} onClick={() => read.mutate()}>
      {t.captures.folderRead}
    </ActionButton>
  );
}
