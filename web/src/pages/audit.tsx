import { AUDIT_KINDS, type AuditKind, type AuditRecord } from '#contract';
import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { type ReactElement, useState } from 'react';
import { api } from '../api/client.ts';
import { auditQuery } from '../api/queries.ts';
import { AuditTable } from '../components/audit-table.tsx';
import { useText } from '../text/text-context.tsx';
import { CopyIcon, MoreButton } from '../ui/buttons.tsx';
import { Icon } from '../ui/icon.tsx';
import { Empty, Loaded, Trouble } from '../ui/loaded.tsx';
import { Page, Panel } from '../ui/page.tsx';
import classes from './audit.module.css';

const route = getRouteApi('/app/audit');
const KINDS = Object.keys(AUDIT_KINDS) as AuditKind[];
const TYPING_PAUSE_MS = 250;

export function AuditPage(): ReactElement {
  const { t } = useText();
  const { kind, text } = route.useSearch();
  const query = useInfiniteQuery(auditQuery({ kind, text }));
  return (
    <Page title={t.audit.title} lead={t.audit.lead}>
      <Verification />
      <Panel title={t.audit.title} flush actions={<Filters />}>
        <Loaded query={query} lines={8}>
          {({ pages }) => {
            const records: AuditRecord[] = pages.flatMap((page) => page.records);
            if (records.length === 0) return <Empty title={t.audit.empty} />;
            return (
              <>
                <AuditTable records={records} />
                <MoreButton query={query} shown={records.length} total={pages[0]?.total ?? 0} />
              </>
            );
          }}
        </Loaded>
      </Panel>
    </Page>
  );
}

function Filters(): ReactElement {
  const { t, language } = useText();
  const address = route.useSearch();
  const navigate = route.useNavigate();
  const [text, setText] = useState(address.text ?? '');
  const send = useDebouncedCallback((typed: string) => {
    void navigate({ search: (before) => ({ ...before, text: typed === '' ? undefined : typed }), replace: true });
  }, TYPING_PAUSE_MS);
  return (
    <div className={classes['filters']}>
      <NativeSelect
        size="xs"
        aria-label={t.audit.kind}
        value={address.kind ?? ''}
        data={[
          { value: '', label: `${t.audit.kind}: ${t.general.all}` },
          ...KINDS.map((value) => ({ value, label: AUDIT_KINDS[value][language] })),
        ]}
        onChange={({ currentTarget: { value } }) =>
          void navigate({
            search: (before) => ({ ...before, kind: KINDS.find((each) => each === value) }),
            replace: true,
          })
        }
      />
      <TextInput
        size="xs"
        type="search"
        aria-label={t.audit.text}
        placeholder={t.audit.text}
        leftSection={<Icon name="search" size={14} />}
        value={text}
        onChange={({ currentTarget }) => {
          setText(currentTarget.value);
          send(currentTarget.value.trim());
        }}
      />
    </div>
  );
}

/** Computes the whole chain again, on request. */
function Verification(): ReactElement {
  const { t, f } = useText();
  const verify = useMutation({ mutationFn: () => api.audit.verify() });
  const answer = verify.data;
  return (
    <section className={classes['verification']} aria-label={t.audit.verify}>
      <Button
        variant="default"
        leftSection={<Icon name="check" size={15} />}
        loading={verify.isPending}
        onClick={() => verify.mutate()}
      >
        {t.audit.verify}
      </Button>
      <div role="status" className={classes['answer']}>
        {answer !== undefined && (
          <p data-intact={answer.intact}>
            <Icon name={answer.intact ? 'check' : 'alert'} size={16} />
            {answer.intact || answer.brokenAt === undefined
              ? t.audit.intact(answer.records)
              : t.audit.broken(f.number(answer.brokenAt))}
          </p>
        )}
        {answer?.head !== undefined && (
          <p className={classes['head']}>
            {t.audit.head}: <span className="mono">{answer.head}</span>
            <CopyIcon value={answer.head} label={t.general.copy} />
            <span className="dim">{t.audit.headLead}</span>
          </p>
        )}
      </div>
      {verify.error !== null && <Trouble error={verify.error} />}
    </section>
  );
}
