import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { type ReactElement, useEffect, useState } from 'react';
import { type DevicesAddress, SEEN_CHOICES } from '../../addresses.ts';
import { facetsQuery } from '../../api/queries.ts';
import { useText } from '../../text/text-context.tsx';
import { Icon } from '../../ui/icon.tsx';
import { useConclusionText } from '../device-words.ts';
import { type Choice, FacetFilter } from './facet-filter.tsx';
import { isNarrowed } from './filter.ts';
import classes from './filter-bar.module.css';

interface FilterBarProps {
  readonly address: DevicesAddress;
  readonly onChange: (change: Partial<DevicesAddress>) => void;
}

const TYPING_PAUSE_MS = 250;

/** Search and filters; all of it is in the address. */
export function FilterBar({ address, onChange }: FilterBarProps): ReactElement {
  const { t } = useText();
  return (
    <div className={classes['bar']} role="search" aria-label={t.devices.filters}>
      <TypedFilter
        className={classes['search']}
        label={t.general.search}
        placeholder={t.general.searchHint}
        icon
        value={address.text}
        onChange={(text) => onChange({ text })}
      />
      <Facets address={address} onChange={onChange} />
      <TypedFilter
        className={classes['network']}
        label={t.devices.filter.network}
        placeholder={t.devices.networkHint}
        value={address.network}
        onChange={(network) => onChange({ network })}
      />
      <NativeSelect
        size="xs"
        aria-label={t.devices.filter.personalData}
        value={address.personalData ?? ''}
        data={[
          { value: '', label: `${t.devices.filter.personalData}: ${t.general.all}` },
          { value: 'yes', label: t.devices.personalDataChoices.yes },
          { value: 'no', label: t.devices.personalDataChoices.no },
        ]}
        onChange={({ currentTarget: { value } }) =>
          onChange({ personalData: value === 'yes' || value === 'no' ? value : undefined })
        }
      />
      <NativeSelect
        size="xs"
        aria-label={t.devices.filter.seenSince}
        value={address.seen ?? ''}
        data={[
          { value: '', label: `${t.devices.filter.seenSince}: ${t.general.all}` },
          ...SEEN_CHOICES.map((value) => ({ value, label: t.devices.seenChoices[value] })),
        ]}
        onChange={({ currentTarget: { value } }) => onChange({ seen: SEEN_CHOICES.find((each) => each === value) })}
      />
      {isNarrowed(address) && (
        <Button
          variant="subtle"
          size="xs"
          leftSection={<Icon name="close" size={13} />}
          onClick={() => onChange(NOTHING_CHOSEN)}
        >
          {t.devices.clearFilters}
        </Button>
      )}
    </div>
  );
}

const NOTHING_CHOSEN: Partial<DevicesAddress> = {
  text: undefined,
  type: undefined,
  manufacturer: undefined,
  role: undefined,
  place: undefined,
  vlan: undefined,
  network: undefined,
  personalData: undefined,
  seen: undefined,
};

/** `unknown` is how the contract writes "no conclusion". */
const UNKNOWN = 'unknown';

function Facets({ address, onChange }: FilterBarProps): ReactElement {
  const { t } = useText();
  const textOf = useConclusionText();
  const facets = useQuery(facetsQuery).data;
  const choicesOf = (name: 'type' | 'manufacturer' | 'role' | 'place'): Choice[] =>
    (facets?.[name] ?? []).map(({ value, count }) => ({
      value,
      count,
      label: value === UNKNOWN ? t.general.unknown : textOf(name, value),
    }));
  return (
    <>
      {(['type', 'manufacturer', 'role', 'place'] as const).map((name) => (
        <FacetFilter
          key={name}
          name={t.devices.filter[name]}
          choices={choicesOf(name)}
          chosen={address[name] ?? []}
          onChange={(chosen) => onChange({ [name]: chosen.length === 0 ? undefined : [...chosen] })}
        />
      ))}
      <FacetFilter
        name={t.devices.filter.vlan}
        choices={(facets?.vlan ?? []).map(({ value, count }) => ({
          value: String(value),
          label: t.devices.vlan(value),
          count,
        }))}
        chosen={(address.vlan ?? []).map(String)}
        onChange={(chosen) => onChange({ vlan: chosen.length === 0 ? undefined : chosen.map(Number) })}
      />
    </>
  );
}

interface TypedFilterProps {
  readonly label: string;
  readonly placeholder: string;
  readonly value: string | undefined;
  readonly onChange: (value: string | undefined) => void;
  readonly icon?: boolean;
  readonly className?: string | undefined;
}

/** Text that goes to the address once the person pauses, and follows the address when it changes elsewhere. */
function TypedFilter({
  label,
  placeholder,
  value = '',
  onChange,
  icon = false,
  className,
}: TypedFilterProps): ReactElement {
  const [text, setText] = useState(value);
  const send = useDebouncedCallback((typed: string) => onChange(typed.trim() === '' ? undefined : typed.trim()), {
    delay: TYPING_PAUSE_MS,
    flushOnUnmount: true,
  });
  useEffect(() => setText((typed) => (typed.trim() === value ? typed : value)), [value]);
  return (
    <TextInput
      className={className}
      size="xs"
      type="search"
      aria-label={label}
      placeholder={placeholder}
      leftSection={icon ? <Icon name="search" size={14} /> : undefined}
      value={text}
      onChange={({ currentTarget }) => {
        setText(currentTarget.value);
        send(currentTarget.value);
      }}
    />
  );
}
