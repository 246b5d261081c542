import { notifications } from '@mantine/notifications';
import type { Text } from '../text/text-context.tsx';
import { troubleOf } from '../ui/loaded.tsx';

const READING_MS = 12_000;

/** Says that something is done. */
export function notifyDone(message: string, { t }: Pick<Text, 't'>): void {
  notifications.show({ message, color: 'tide', closeButtonProps: { 'aria-label': t.general.close } });
}

/** For what fails beside a form, where there is no better place for the reason. */
export function notifyTrouble(error: Error, text: Text): void {
  const { what, remedy } = troubleOf(error, text);
  notifications.show({
    title: what,
    message: remedy,
    color: 'red',
    autoClose: READING_MS,
    closeButtonProps: { 'aria-label': text.t.general.close },
  });
}
