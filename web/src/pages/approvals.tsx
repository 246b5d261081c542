import { type Approval, APPROVAL_STATES } from '#contract';
import { Modal, NativeSelect } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { type ReactElement, useState } from 'react';
import { approvalsQuery } from '../api/queries.ts';
import { useMay } from '../api/session.ts';
import { DecisionForm } from '../forms/decision-form.tsx';
import { wordFor } from '../text/names.ts';
import { useText } from '../text/text-context.tsx';
import { ActionButton, MoreButton } from '../ui/buttons.tsx';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { Instant } from '../ui/instant.tsx';
import { Empty, Loaded } from '../ui/loaded.tsx';
import { Page, Panel } from '../ui/page.tsx';
import { Tag, type Tone } from '../ui/tag.tsx';

const route = getRouteApi('/app/approvals');

const TONES: Readonly<Record<Approval['state'], Tone>> = {
  pending: 'accent',
  approved: 'good',
  refused: 'warn',
  expired: 'plain',
  used: 'plain',
};

export function ApprovalsPage(): ReactElement {
  const { t } = useText();
  const { state } = route.useSearch();
  const navigate = route.useNavigate();
  const query = useInfiniteQuery(approvalsQuery(state));
  return (
    <Page title={t.approvals.title} lead={t.approvals.lead}>
      <Panel
        title={t.approvals.title}
        flush
        actions={
          <NativeSelect
            size="xs"
            aria-label={t.approvals.state}
            value={state ?? ''}
            data={[
              { value: '', label: `${t.approvals.state}: ${t.general.all}` },
              ...APPROVAL_STATES.map((value) => ({ value, label: t.words.approvalStates[value] })),
            ]}
            onChange={({ currentTarget: { value } }) =>
              void navigate({ search: { state: APPROVAL_STATES.find((each) => each === value) }, replace: true })
            }
          />
        }
      >
        <Loaded query={query}>
          {({ pages }) => {
            const approvals = pages.flatMap((page) => page.approvals);
            if (approvals.length === 0) return <Empty title={t.approvals.empty}>{t.approvals.emptyText}</Empty>;
            return (
              <>
                <ApprovalTable approvals={approvals} />
                <MoreButton query={query} shown={approvals.length} total={pages[0]?.total ?? 0} />
              </>
            );
          }}
        </Loaded>
      </Panel>
    </Page>
  );
}

function ApprovalTable({ approvals }: { approvals: readonly Approval[] }): ReactElement {
  const { t } = useText();
  const mayDecide = useMay('approvals.decide');
  const [deciding, setDeciding] = useState<Approval>();
  const columns: readonly Column<Approval>[] = [
    {
      id: 'kind',
      head: t.approvals.columns.kind,
      isHeader: true,
      cell: ({ kind }) => <span className="mono">{kind}</span>,
    },
    {
      id: 'subject',
      head: t.approvals.columns.subject,
      cell: ({ subject }) => `${wordFor(t.words.subjects, subject.kind)} ${subject.name ?? subject.id}`,
    },
    { id: 'reason', head: t.approvals.columns.reason, cell: ({ reason }) => reason },
    {
      id: 'requested',
      head: t.approvals.columns.requested,
      cell: ({ requestedBy, requestedAt }) => (
        <>
          {requestedBy.name}, <Instant at={requestedAt} />
        </>
      ),
    },
    { id: 'state', head: t.approvals.columns.state, cell: (approval) => <State approval={approval} /> },
    { id: 'expires', head: t.approvals.columns.expires, cell: ({ expiresAt }) => <Instant at={expiresAt} /> },
    {
      id: 'actions',
      head: t.approvals.columns.actions,
      cell: (approval) =>
        approval.state === 'pending' && (
          <ActionButton
            size="xs"
            about={approval.kind}
            disabledBecause={mayDecide ? undefined : t.general.noRight}
            onClick={() => setDeciding(approval)}
          >
            {t.approvals.approve} / {t.approvals.refuse}
          </ActionButton>
        ),
    },
  ];
  return (
    <>
      <DataTable caption={t.approvals.title} columns={columns} rows={approvals} keyOf={({ id }) => id} />
      <Modal
        opened={deciding !== undefined}
        onClose={() => setDeciding(undefined)}
        title={deciding === undefined ? '' : t.approvals.decideNamed(deciding.kind)}
        closeButtonProps={{ 'aria-label': t.general.close }}
      >
        {deciding !== undefined && <DecisionForm approval={deciding} onDone={() => setDeciding(undefined)} />}
      </Modal>
    </>
  );
}

function State({ approval }: { approval: Approval }): ReactElement {
  const { t, f } = useText();
  const { state, decidedBy, decidedAt, remark } = approval;
  return (
    <>
      <Tag tone={TONES[state]}>{t.words.approvalStates[state]}</Tag>
      {decidedBy !== undefined && decidedAt !== undefined && (
        <p className="dim">{t.approvals.decided(decidedBy.name, f.minute(decidedAt))}</p>
      )}
      {remark !== undefined && <p className="dim">{remark}</p>}
    </>
  );
}
