import { notifications } from '@mantine/notifications';
import type { Text } from '../text/text-context.tsx';
import { troubleOf } from '../ui/loaded.tsx';

/** For what fails beside a form, where there is no better place for the reason. */
export function notifyTrouble(error: Error, text: Text): void {
  const { what, remedy } = troubleOf(error, text);
  notifications.show({ title: what, message: remedy, color: 'red', autoClose: 12_000 });
}
