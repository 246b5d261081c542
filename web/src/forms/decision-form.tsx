import type { Approval } from '#contract';
import { Button, Textarea, Tooltip } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactElement, useState } from 'react';
import { api } from '../api/client.ts';
import { useSession } from '../api/session.ts';
import { notifyDone } from '../components/notify.tsx';
import { useText } from '../text/text-context.tsx';
import { Trouble } from '../ui/loaded.tsx';
import classes from './form.module.css';

/** A second person says yes or no; the one who asked may only take it back. */
export function DecisionForm({ approval, onDone }: { approval: Approval; onDone: () => void }): ReactElement {
  const text = useText();
  const { t } = text;
  const queryClient = useQueryClient();
  const isOwn = useSession()?.account.id === approval.requestedBy.id;
  const [remark, setRemark] = useState('');
  const decide = useMutation({
    mutationFn: (decision: 'approve' | 'refuse') =>
      api.approvals[decision]({
        params: { approvalId: approval.id },
        body: remark.trim() === '' ? {} : { remark: remark.trim() },
      }),
    onSuccess: async ({ state }) => {
      const message = state === 'approved' ? t.approvals.approvedNow : t.approvals.refusedNow;
      notifyDone(message, text);
      onDone();
      await queryClient.invalidateQueries({ queryKey: ['approvals'] });
    },
  });
  return (
    <form className={classes['form']} onSubmit={(event) => event.preventDefault()}>
      <p>{approval.reason}</p>
      {decide.error !== null && <Trouble error={decide.error} />}
      <Textarea
        label={`${t.approvals.remark} (${t.general.optional})`}
        autosize
        minRows={2}
        value={remark}
        onChange={({ currentTarget }) => setRemark(currentTarget.value)}
      />
      <div className={classes['actions']}>
        <Button variant="default" loading={decide.isPending} onClick={() => decide.mutate('refuse')}>
          {isOwn ? t.approvals.takeBack : t.approvals.refuse}
        </Button>
        <Tooltip label={t.approvals.ownRequest} disabled={!isOwn}>
          <Button
            {...(isOwn && { 'data-disabled': true })}
            aria-disabled={isOwn}
            loading={decide.isPending}
            onClick={() => {
              if (!isOwn) decide.mutate('approve');
            }}
          >
            {t.approvals.approve}
          </Button>
        </Tooltip>
      </div>
    </form>
  );
}
