import { Button, NativeSelect } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactElement, useState } from 'react';
import { api } from '../api/client.ts';
import { interfacesQuery } from '../api/queries.ts';
import { notifyDone } from '../components/notify.tsx';
import { useText } from '../text/text-context.tsx';
import { Icon } from '../ui/icon.tsx';
import { Loaded, Trouble } from '../ui/loaded.tsx';
import classes from './live-form.module.css';

/** Starts live capture on one of the interfaces of the server. */
export function LiveForm(): ReactElement {
  const text = useText();
  const { t } = text;
  const queryClient = useQueryClient();
  const query = useQuery(interfacesQuery);
  const [chosen, setChosen] = useState('');
  const start = useMutation({
    mutationFn: (name: string) => api.sensors.start({ body: { interface: name } }),
    onSuccess: async (sensor) => {
      notifyDone(t.sensors.started(sensor.name), text);
      setChosen('');
      await queryClient.invalidateQueries({ queryKey: ['sensors'] });
      await queryClient.invalidateQueries({ queryKey: ['captures'] });
    },
  });
  return (
    <Loaded query={query} lines={2}>
      {({ interfaces }) =>
        interfaces.length === 0 ? (
          <p className="dim">{t.sensors.noInterfaces}</p>
        ) : (
          <form
            className={classes['form']}
            onSubmit={(event) => {
              event.preventDefault();
              if (chosen !== '') start.mutate(chosen);
            }}
          >
            <NativeSelect
              label={t.sensors.interface}
              required
              withAsterisk={false}
              value={chosen}
              data={[
                { value: '', label: t.sensors.chooseInterface, disabled: true },
                ...interfaces.map(({ name, addresses, up }) => ({
                  value: name,
                  label: [name, ...addresses.slice(0, 2), ...(up ? [] : [`(${t.sensors.interfaceDown})`])].join(' '),
                })),
              ]}
              onChange={({ currentTarget }) => setChosen(currentTarget.value)}
            />
            <Button type="submit" leftSection={<Icon name="play" size={14} />} loading={start.isPending}>
              {t.sensors.start}
            </Button>
            {start.error !== null && (
              <div className={classes['trouble']}>
                <Trouble error={start.error} />
              </div>
            )}
          </form>
        )
      }
    </Loaded>
  );
}
