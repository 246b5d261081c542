import { Button, Checkbox, Popover, TextInput } from '@mantine/core';
import { type ReactElement, useState } from 'react';
import { useText } from '../../text/text-context.tsx';
import { Icon } from '../../ui/icon.tsx';
import classes from './facet-filter.module.css';

export interface Choice {
  readonly value: string;
  readonly label: string;
  readonly count: number;
}

interface FacetFilterProps {
  readonly name: string;
  readonly choices: readonly Choice[];
  readonly chosen: readonly string[];
  readonly onChange: (chosen: readonly string[]) => void;
}

/** So many choices need no search among them. */
const CHOICES_WITHOUT_SEARCH = 8;

/** One property of the devices, with its values and how many devices have each. */
export function FacetFilter({ name, choices, chosen, onChange }: FacetFilterProps): ReactElement {
  const { t, f } = useText();
  const [text, setText] = useState('');
  const wanted = text.trim().toLowerCase();
  const shown = choices.filter(({ label }) => label.toLowerCase().includes(wanted));
  return (
    <Popover position="bottom-start" width={300} trapFocus returnFocus shadow="md" withinPortal>
      <Popover.Target>
        <Button
          variant="default"
          size="xs"
          rightSection={<Icon name="down" size={13} />}
          className={chosen.length > 0 ? classes['active'] : undefined}
        >
          {name}
          {chosen.length > 0 && <span className={classes['number']}>{chosen.length}</span>}
        </Button>
      </Popover.Target>
      <Popover.Dropdown p={8}>
        {choices.length > CHOICES_WITHOUT_SEARCH && (
          <TextInput
            size="xs"
            mb={8}
            aria-label={t.devices.searchInFilter}
            placeholder={t.devices.searchInFilter}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
        )}
        <ul className={classes['choices']}>
          {shown.map(({ value, label, count }) => (
            <li key={value}>
              <Checkbox
                size="xs"
                className={classes['choice']}
                label={
                  <span className={classes['label']}>
                    <span>{label}</span>
                    <span className="num dim">{f.number(count)}</span>
                  </span>
                }
                checked={chosen.includes(value)}
                onChange={({ currentTarget }) =>
                  onChange(currentTarget.checked ? [...chosen, value] : chosen.filter((each) => each !== value))
                }
              />
            </li>
          ))}
        </ul>
        {shown.length === 0 && <p className={classes['none']}>{t.devices.noChoices}</p>}
      </Popover.Dropdown>
    </Popover>
  );
}
