import type { ConclusionName, Correction, Device } from '#contract';
import { Button, Select, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactElement, useState } from 'react';
import { api } from '../api/client.ts';
import { deviceQuery, deviceTypesQuery } from '../api/queries.ts';
import { notifyDone } from '../components/notify.tsx';
import { useText } from '../text/text-context.tsx';
import { Icon } from '../ui/icon.tsx';
import { Trouble } from '../ui/loaded.tsx';
import classes from './form.module.css';

interface CorrectionFormProps {
  readonly deviceId: string;
  readonly name: ConclusionName;
  readonly current: string | undefined;
  readonly correction: Correction | undefined;
  readonly onDone: () => void;
}

export function CorrectionForm({ deviceId, name, current, correction, onDone }: CorrectionFormProps): ReactElement {
  const text = useText();
  const { t } = text;
  const queryClient = useQueryClient();
  const [value, setValue] = useState(correction?.value ?? (name === 'type' ? '' : (current ?? '')));
  const [reason, setReason] = useState(correction?.reason ?? '');
  const [wasTried, setWasTried] = useState(false);
  const done = (message: string) => async (device: Device) => {
    queryClient.setQueryData(deviceQuery(deviceId).queryKey, device);
    notifyDone(message, text);
    onDone();
    await Promise.all(
      [['device', deviceId], ['devices'], ['overview'], ['facets']].map((queryKey) =>
        queryClient.invalidateQueries({ queryKey }),
      ),
    );
  };
  const params = { deviceId, conclusion: name };
  const correct = useMutation({
    mutationFn: () =>
      api.devices.correct({
        params,
        body: { value: value.trim(), ...(reason.trim() !== '' && { reason: reason.trim() }) },
      }),
    onSuccess: done(t.device.corrected),
  });
  const withdraw = useMutation({
    mutationFn: () => api.devices.withdrawCorrection({ params }),
    onSuccess: done(t.device.withdrawn),
  });
  const error = correct.error ?? withdraw.error;
  const isMissing = wasTried && value.trim() === '';
  return (
    <form
      className={classes['form']}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setWasTried(true);
        if (value.trim() !== '') correct.mutate();
      }}
    >
      <p className={classes['hint']}>{t.device.correctionLead}</p>
      {error !== null && <Trouble error={error} />}
      <ValueInput
        name={name}
        value={value}
        onChange={setValue}
        error={isMissing ? t.device.correctionNeeded : undefined}
      />
      <ReasonInput value={reason} onChange={setReason} />
      <div className={classes['actions']}>
        {correction !== undefined && (
          <Button
            variant="default"
            leftSection={<Icon name="undo" size={15} />}
            loading={withdraw.isPending}
            onClick={() => withdraw.mutate()}
            mr="auto"
          >
            {t.device.withdraw}
          </Button>
        )}
        <Button variant="default" onClick={onDone}>
          {t.general.cancel}
        </Button>
        <Button type="submit" loading={correct.isPending}>
          {t.general.save}
        </Button>
      </div>
    </form>
  );
}

function ReasonInput({ value, onChange }: Pick<ValueInputProps, 'value' | 'onChange'>): ReactElement {
  const { t } = useText();
  return (
    <Textarea
      label={`${t.device.correctionReason} (${t.general.optional})`}
      description={t.device.correctionReasonHint}
      autosize
      minRows={2}
      maxRows={6}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

interface ValueInputProps {
  readonly name: ConclusionName;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly error: string | undefined;
}

/** Types and roles are chosen from the lists that conclusions use; everything else is text. */
function ValueInput({ name, value, onChange, error }: ValueInputProps): ReactElement {
  const { t, language } = useText();
  const types = useQuery({ ...deviceTypesQuery, enabled: name === 'type' }).data?.types ?? [];
  if (name !== 'type' && name !== 'role') {
    return (
      <TextInput
        label={t.device.correctionValue}
        value={value}
        error={error}
        data-autofocus
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    );
  }
  const choices =
    name === 'type'
      ? types.map((type) => ({ value: type.id, label: type[language] }))
      : Object.entries(t.words.deviceRoles).map(([id, label]) => ({ value: id, label }));
  return (
    <Select
      label={name === 'type' ? t.device.correctionType : t.device.correctionValue}
      placeholder={t.device.correctionTypeHint}
      nothingFoundMessage={t.device.correctionNoType}
      searchable
      // It has the focus when the form opens; its list would cover the rest of it.
      openOnFocus={false}
      data-autofocus
      maxDropdownHeight={260}
      data={choices.toSorted((a, b) => a.label.localeCompare(b.label, language))}
      value={value === '' ? null : value}
      error={error}
      onChange={(chosen) => onChange(chosen ?? '')}
    />
  );
}
